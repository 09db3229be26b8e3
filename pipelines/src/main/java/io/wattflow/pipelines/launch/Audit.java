package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.audit.Comparison;
import io.wattflow.pipelines.audit.Staging;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.RawReadings;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.backfill.Stretch;
import io.wattflow.pipelines.options.AuditOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One look at a stretch of time, and the repair of what it finds. */
final class Audit {
  /** The exit code of an audit that has found differences, and has not repaired them. */
  static final int DIFFERENCES = 3;

  private final AuditOptions options;
  private final Duration settled;
  private final int examples;
  private final boolean hosted;
  private final PrintStream out;

  /**
   * With options that have been checked.
   *
   * @param settled how long windows must have been over
   * @param examples of differences, at most, for each table
   * @param hosted whether jobs run in this process
   */
  Audit(AuditOptions options, Duration settled, int examples, boolean hosted, PrintStream out) {
    this.options = options;
    this.settled = settled;
    this.examples = examples;
    this.hosted = hosted;
    this.out = out;
  }

  /**
   * Looks, and repairs if that is wanted.
   *
   * @return the exit code
   * @throws SourceException if there is nothing to compare with
   */
  int run(BackfillPlan plan) throws SQLException, UnavailableException, SourceException {
    Instant over = Instant.now().minus(settled);
    Preflight.checkClickHouse(plan.store());
    BackfillPlan checked =
        options.getRepair() ? Preflight.checkCaches(plan, options, out) : plan.withoutCaches();
    try (Connection connection = ClickHouseDataSources.connectPatiently(plan.store());
        Staging staging = Staging.create(connection, plan.store(), plan.tables())) {
      List<Stretch> stretches = jobs(plan.into(staging.target()), connection).runWhereReadingsAre();
      return stretches.isEmpty()
          ? StreamLauncher.FAILURE
          : judge(new Comparison(connection, staging, checked, stretches, over), plan);
    }
  }

  private RecomputeJobs jobs(BackfillPlan plan, Connection connection) {
    return new RecomputeJobs(
        AuditLauncher.NAME, options, plan, new RawReadings(plan, connection), false, hosted, out);
  }

  private int judge(Comparison comparison, BackfillPlan plan)
      throws SQLException, UnavailableException {
    List<Comparison.Counts> found = new ArrayList<>();
    for (Table table : Stream.of(Table.values()).filter(plan.tables()::contains).toList()) {
      found.add(comparison.compare(table));
    }
    AuditReport report = new AuditReport(out);
    report.counts(found);
    for (Comparison.Counts counts : found) {
      report.examples(counts, comparison.examples(counts.table(), examples));
    }
    long differing = found.stream().mapToLong(Comparison.Counts::differing).sum();
    if (differing == 0) {
      report.verdict("OK: nothing differs");
      return 0;
    }
    if (!options.getRepair()) {
      report.verdict(
          words("NOT OK: %,d windows differ; --repair makes them as they should be", differing));
      return DIFFERENCES;
    }
    long left = repair(comparison, found);
    report.verdict(
        left == 0
            ? words("OK: %,d windows repaired, nothing differs", differing)
            : words("NOT OK: %,d windows repaired, %,d differ, again or still", differing, left));
    return left == 0 ? 0 : DIFFERENCES;
  }

  /** How many windows differ after it. */
  private static long repair(Comparison comparison, List<Comparison.Counts> found)
      throws SQLException, UnavailableException {
    long left = 0;
    for (Comparison.Counts counts : found) {
      if (counts.differing() > 0) {
        repair(comparison, counts.table());
        left += comparison.compare(counts.table()).differing();
      }
    }
    return left;
  }

  private static void repair(Comparison comparison, Table table)
      throws SQLException, UnavailableException {
    try {
      comparison.repair(table);
    } catch (IOException e) {
      throw new UnavailableException(
          table.tableName()
              + " is repaired, but caches may show old values for as long as they keep them; a"
              + " backfill of the span tells them: "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for Redis", e);
    }
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
