package io.wattflow.pipelines.launch;

import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.beam.source.RawSlice;
import io.wattflow.beam.source.ReadRawReadings;
import io.wattflow.pipelines.backfill.Backfill;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.RawInventory;
import io.wattflow.pipelines.backfill.Stretch;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Divides a recomputation into jobs, and runs these one after the other. */
final class RecomputeJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RecomputeJobs.class);

  private final String command;
  private final PipelineOptions options;
  private final BackfillPlan plan;
  private final RawInventory raw;
  private final boolean hosted;
  private final PrintStream out;
  private final RecomputeSummary summary;

  /**
   * Of a plan.
   *
   * @param command whose name stands before errors
   * @param options of the runner
   * @param connection to the store; stays the caller's
   * @param hosted whether jobs run in this process
   */
  RecomputeJobs(
      String command,
      PipelineOptions options,
      BackfillPlan plan,
      Connection connection,
      boolean hosted,
      PrintStream out) {
    this.command = command;
    this.options = options;
    this.plan = plan;
    this.raw = new RawInventory(connection, plan.store(), plan.devices());
    this.hosted = hosted;
    this.out = out;
    this.summary = new RecomputeSummary(out);
  }

  /** Readings of each unit of time, by its start. */
  private SortedMap<Instant, Long> units() throws SQLException {
    return raw.units(plan.span(), plan.unit());
  }

  /** Says what {@link #run} would do. */
  void announce(String verb) throws SQLException, UnavailableException {
    SortedMap<Instant, Long> units = units();
    requireReadings(units);
    requireAll(units);
    summary.announce(verb, plan, units, RecomputeJob.divide(units, plan).size());
  }

  /**
   * Runs all of them.
   *
   * @return whether all windows are written; if not, a line says why
   * @throws UnavailableException if there are no readings, or none at the beginning: what is there
   *     of the first day may be the rest of it
   */
  boolean run(String verb) throws SQLException, UnavailableException {
    SortedMap<Instant, Long> units = units();
    requireReadings(units);
    requireAll(units);
    return run(verb, units);
  }

  /**
   * Runs all that there are readings for.
   *
   * @return where there are; empty if a job has failed, which a line says
   * @throws UnavailableException if there are none at all
   */
  List<Stretch> runWhereReadingsAre(String verb) throws SQLException, UnavailableException {
    SortedMap<Instant, Long> units = units();
    requireReadings(units);
    return run(verb, units) ? Stretch.of(units.keySet(), plan.unit()) : List.of();
  }

  private boolean run(String verb, SortedMap<Instant, Long> units) throws SQLException {
    List<RecomputeJob> jobs = RecomputeJob.divide(units, plan);
    summary.announce(verb, plan, units, jobs.size());
    summary.head();
    try (HostedCounters counters = new HostedCounters(out)) {
      for (RecomputeJob job : jobs) {
        if (!run(job, counters)) {
          return false;
        }
      }
    }
    if (jobs.size() > 1) {
      summary.total();
    }
    return true;
  }

  /** Whether anything is stored in this time. */
  boolean hasReadings() throws SQLException {
    return !units().isEmpty();
  }

  void say(String line) {
    out.println(line);
  }

  private String there() throws SQLException {
    return raw.extent()
        .map(extent -> "readings are there from " + extent.first() + " to " + extent.last())
        .orElse("no reading is there at all");
  }

  private void requireReadings(SortedMap<Instant, Long> units)
      throws SQLException, UnavailableException {
    if (units.isEmpty()) {
      String of = plan.devices().isEmpty() ? "" : " of " + String.join(", ", plan.devices());
      throw new UnavailableException(
          "no raw readings%s from %s to %s: %s"
              .formatted(of, plan.span().from(), plan.span().until(), there()));
    }
  }

  private void requireAll(SortedMap<Instant, Long> units)
      throws SQLException, UnavailableException {
    if (units.firstKey().isAfter(plan.span().from()) && plan.devices().isEmpty()) {
      throw new UnavailableException(
          "no raw readings before %s: %s; write --from=%s, or take them from an archive"
              .formatted(units.firstKey(), there(), units.firstKey()));
    }
  }

  private boolean run(RecomputeJob job, HostedCounters counters) throws SQLException {
    List<RawSlice> slices = raw.slices(job.span(), plan.sliceReadings());
    long readBefore = counters.count(PipelineCounter.RECORDS_READ);
    long rowsBefore = counters.count(PipelineCounter.ROLLUP_ROWS);
    long start = System.nanoTime();
    try (ReadingProgress progress =
        ReadingProgress.of(
            job.span(),
            job.readings(),
            () -> counters.count(PipelineCounter.RECORDS_READ) - readBefore,
            hosted,
            out)) {
      Pipeline pipeline = Pipeline.create(options);
      Backfill.build(
          pipeline,
          new ReadRawReadings(plan.store(), slices, plan.devices(), plan.rollups().minute()),
          job.span(),
          plan.tables(),
          plan.rollups(),
          plan.sink());
      PipelineResult result = pipeline.run();
      if (result.waitUntilFinish() == PipelineResult.State.FAILED) {
        return failed(job, "see the log");
      }
    } catch (RuntimeException e) {
      // Runners wrap whatever ends a job in a bare RuntimeException.
      LOG.error("the job has failed", e);
      return failed(job, UnavailableException.rootMessage(e));
    }
    summary.done(
        job,
        hosted ? counters.count(PipelineCounter.RECORDS_READ) - readBefore : job.readings(),
        hosted ? counters.count(PipelineCounter.ROLLUP_ROWS) - rowsBefore : -1,
        System.nanoTime() - start);
    return true;
  }

  private boolean failed(RecomputeJob job, String reason) {
    BackfillSpan span = job.span();
    out.println(
        "%s: the job of %s to %s has failed: %s; run it again, from --from=%s"
            .formatted(command, span.from(), span.until(), reason, span.from()));
    return false;
  }
}
