package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.audit.Comparison;
import io.wattflow.pipelines.audit.Staging;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.RawReadings;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.options.AuditOptions;
import io.wattflow.pipelines.options.OptionValues;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs an audit: recomputes the rollups of a stretch of time beside the stored ones, compares them,
 * and repairs what differs, if wanted.
 *
 * <p>Exit codes: 0 nothing differs any more, 1 it failed or a part cannot be used, 2 an option is
 * wrong, 3 something differs.
 */
public final class AuditLauncher {
  /** The exit code of an audit that has found differences, and has not repaired them. */
  public static final int DIFFERENCES = 3;

  private static final String NAME = "wattflow audit";
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
      boolean hosted = runner.prepare(options);
      if (options.getEvery().isBlank()) {
        return audit(options, BackfillPlan.of(options), settled, examples, hosted, out);
      }
      return schedule(options, settled, examples, hosted, out);
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

  private static int schedule(
      AuditOptions options, Duration settled, int examples, boolean hosted, PrintStream out)
      throws SQLException, UnavailableException, SourceException, InterruptedException {
    AuditSchedule schedule = AuditSchedule.of(options, settled);
    while (true) {
      AuditSchedule.Turn turn = schedule.awaitNext(out);
      int code = audit(options, turn.plan(), settled, examples, hosted, out);
      if (code == StreamLauncher.FAILURE) {
        return code;
      }
      schedule.done(turn);
    }
  }

  private static int audit(
      AuditOptions options,
      BackfillPlan plan,
      Duration settled,
      int examples,
      boolean hosted,
      PrintStream out)
      throws SQLException, UnavailableException, SourceException {
    Instant over = Instant.now().minus(settled);
    Preflight.checkClickHouse(plan.store());
    try (Connection connection = ClickHouseDataSources.connectPatiently(plan.store());
        Staging staging = Staging.create(connection, plan.store(), plan.tables())) {
      RecomputeJobs jobs =
          new RecomputeJobs(
              NAME,
              options,
              plan.into(staging.target()),
              new RawReadings(plan, connection),
              false,
              hosted,
              out);
      if (!jobs.run("Recomputing")) {
        return StreamLauncher.FAILURE;
      }
      Comparison comparison = new Comparison(connection, staging, plan, over);
      List<Comparison.Counts> found = compare(comparison, plan.tables());
      AuditReport report = new AuditReport(out);
      report.counts(found);
      for (Comparison.Counts counts : found) {
        report.examples(counts, comparison.examples(counts.table(), examples));
      }
      if (found.stream().allMatch(counts -> counts.differing() == 0)) {
        report.verdict("OK: nothing differs");
        return 0;
      }
      if (!options.getRepair()) {
        report.verdict(
            "NOT OK: %,d windows differ; --repair makes them as they should be"
                .formatted(found.stream().mapToLong(Comparison.Counts::differing).sum()));
        return DIFFERENCES;
      }
      return repair(comparison, found, report);
    }
  }

  private static List<Comparison.Counts> compare(Comparison comparison, Set<Table> tables)
      throws SQLException {
    List<Comparison.Counts> found = new ArrayList<>();
    for (Table table : Stream.of(Table.values()).filter(tables::contains).toList()) {
      found.add(comparison.compare(table));
    }
    return found;
  }

  private static int repair(
      Comparison comparison, List<Comparison.Counts> found, AuditReport report)
      throws SQLException {
    long repaired = 0;
    for (Comparison.Counts counts : found) {
      if (counts.differing() > 0) {
        comparison.repair(counts.table());
        repaired += counts.differing();
      }
    }
    long left = 0;
    for (Comparison.Counts counts : found) {
      left += comparison.compare(counts.table()).differing();
    }
    report.verdict(
        left == 0
            ? String.format(Locale.ROOT, "OK: %,d windows repaired, nothing differs", repaired)
            : String.format(
                Locale.ROOT,
                "NOT OK: %,d windows repaired, %,d differ, again or still",
                repaired,
                left));
    return left == 0 ? 0 : DIFFERENCES;
  }
}
