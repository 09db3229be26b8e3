package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;

/** What a recomputation says of itself: a line before it, one for each job, and the sum. */
final class RecomputeSummary {
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream out;
  private long readings;
  private long refused;
  private long rows;
  private long nanos;

  RecomputeSummary(PrintStream out) {
    this.out = out;
  }

  void announce(String verb, BackfillPlan plan, SortedMap<Instant, Long> units, int jobs) {
    long all = units.values().stream().mapToLong(Long::longValue).sum();
    line(
        "%s %s to %s%s: %,d readings, %,d %s%s",
        verb,
        plan.span().from(),
        plan.span().until(),
        plan.devices().isEmpty() ? "" : " of " + String.join(", ", plan.devices()),
        all,
        jobs,
        jobs == 1 ? "job" : "jobs",
        plan.rollups().generation() == 0 ? "" : ", generation " + plan.rollups().generation());
  }

  void head() {
    line("");
    line(
        "  %-22s %-22s %14s %14s %9s %12s",
        "from", "to", "readings", "rollup rows", "s", "readings/s");
  }

  /**
   * A job is done.
   *
   * @param jobRefused rows of the source that are no valid readings, among those read
   * @param jobRows rows that it has written; below 0: not known
   */
  void done(RecomputeJob job, long jobReadings, long jobRefused, long jobRows, long jobNanos) {
    BackfillSpan span = job.span();
    readings += jobReadings;
    refused += jobRefused;
    rows += jobRows;
    nanos += jobNanos;
    figures(span.from().toString(), span.until().toString(), jobReadings, jobRows, jobNanos);
  }

  /** Says how many rows were left out, if any. */
  void refused() {
    if (refused > 0) {
      line("");
      line("  %,d rows are no valid readings and are left out; the log names the first", refused);
    }
  }

  /** Whether there was nothing to read after all. */
  boolean nothing() {
    return readings == 0;
  }

  void total() {
    figures("all", "", readings, rows, nanos);
  }

  private void figures(String from, String until, long read, long written, long took) {
    double seconds = took / NANOS_PER_SECOND;
    line(
        "  %-22s %-22s %,14d %14s %,9.1f %,12.0f",
        from,
        until,
        read,
        written < 0 ? "-" : String.format(Locale.ROOT, "%,d", written),
        seconds,
        read / seconds);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
