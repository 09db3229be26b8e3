package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.NoReadingsException;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.options.AuditOptions;
import io.wattflow.pipelines.options.OptionValues;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

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
    Audit audit;
    Optional<AuditSchedule> schedule;
    Optional<BackfillPlan> plan;
    try {
      T options = arguments.as(type);
      Duration settled = OptionValues.duration("settled", options.getSettled(), Duration.ZERO);
      int examples = OptionValues.number("examples", options.getExamples(), 0, MAX_EXAMPLES);
      audit = new Audit(options, settled, examples, runner.prepare(options), out);
      boolean once = options.getEvery().isBlank();
      plan = once ? Optional.of(BackfillPlan.of(options)) : Optional.empty();
      schedule = once ? Optional.empty() : Optional.of(AuditSchedule.of(options, settled));
    } catch (IllegalArgumentException | IOException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.USAGE;
    }
    try {
      if (schedule.isPresent()) {
        stay(audit, schedule.get(), out);
      }
      return audit.run(plan.orElseThrow());
    } catch (UnavailableException | SourceException e) {
      out.println(NAME + ": " + e.getMessage());
    } catch (SQLException e) {
      out.println(NAME + ": ClickHouse: " + RootCause.line(e));
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
        if (audit.run(turn.plan()) == StreamLauncher.FAILURE) {
          schedule.pause();
        } else {
          schedule.done(turn);
        }
      } catch (NoReadingsException e) {
        out.println(NAME + ": " + e.getMessage());
        schedule.done(turn);
      } catch (UnavailableException | SourceException e) {
        out.println(NAME + ": " + e.getMessage() + "; trying again");
        schedule.pause();
      } catch (SQLException e) {
        out.println(NAME + ": ClickHouse: " + RootCause.line(e) + "; trying again");
        schedule.pause();
      }
    }
  }
}
