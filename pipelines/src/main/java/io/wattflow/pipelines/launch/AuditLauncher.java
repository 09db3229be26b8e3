package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.options.AuditOptions;
import io.wattflow.pipelines.options.OptionValues;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Runs an audit: recomputes the rollups of a stretch of time beside the stored ones, compares them,
 * and repairs what differs, if wanted.
 *
 * <p>Exit codes: 0 nothing differs any more, 1 it failed or a part cannot be used, 2 an option is
 * wrong, 3 something differs.
 */
public final class AuditLauncher {
  static final String NAME = "wattflow audit";
  private static final int MAX_EXAMPLES = 1_000;

  private AuditLauncher() {}

  /**
   * Runs it to its end.
   *
   * @param usage first lines of the help page
   * @return the exit code
   */
  public static <T extends AuditOptions> int run(
      String usage,
      Arguments arguments,
      Class<T> type,
      BackfillLauncher.Runner<T> runner,
      PrintStream out) {
    if (arguments.wantHelp()) {
      out.println(Arguments.help(usage, type));
      return 0;
    }
    try {
      T options = arguments.as(type);
      Duration settled = OptionValues.duration("settled", options.getSettled(), Duration.ZERO);
      int examples = OptionValues.number("examples", options.getExamples(), 0, MAX_EXAMPLES);
      Audit audit = new Audit(options, settled, examples, runner.prepare(options), out);
      if (options.getEvery().isBlank()) {
        return audit.run(BackfillPlan.of(options));
      }
      stay(audit, AuditSchedule.of(options, settled), out);
    } catch (IllegalArgumentException | IOException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.USAGE;
    } catch (UnavailableException | SourceException e) {
      out.println(NAME + ": " + e.getMessage());
    } catch (SQLException e) {
      out.println(NAME + ": ClickHouse: " + UnavailableException.rootMessage(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.println(NAME + ": interrupted");
    }
    return StreamLauncher.FAILURE;
  }

  /** Goes on until it is told to stop; what fails is tried again the next time. */
  private static void stay(Audit audit, AuditSchedule schedule, PrintStream out)
      throws InterruptedException {
    while (true) {
      AuditSchedule.Turn turn = schedule.awaitNext();
      try {
        if (!audit.hasReadings(turn.plan())) {
          out.printf(
              "%s to %s: no readings%n", turn.plan().span().from(), turn.plan().span().until());
          schedule.done(turn);
        } else if (audit.run(turn.plan()) != StreamLauncher.FAILURE) {
          schedule.done(turn);
        } else {
          schedule.pause();
        }
      } catch (UnavailableException | SourceException e) {
        out.println(NAME + ": " + e.getMessage() + "; trying again");
        schedule.pause();
      } catch (SQLException e) {
        out.println(
            NAME + ": ClickHouse: " + UnavailableException.rootMessage(e) + "; trying again");
        schedule.pause();
      }
    }
  }
}
