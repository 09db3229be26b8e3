package io.wattflow.pipelines.launch;

import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.backfill.Backfill;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.backfill.Stretch;
import java.io.PrintStream;
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
  private final ReadingsSource source;
  private final boolean restoreRaw;
  private final boolean hosted;
  private final PrintStream out;
  private final RecomputeSummary summary;

  /**
   * Of a plan.
   *
   * @param command whose name stands before errors
   * @param options of the runner
   * @param source of the plan's readings
   * @param restoreRaw whether they go back to the raw table too, if the source can give them
   * @param hosted whether jobs run in this process
   */
  RecomputeJobs(
      String command,
      PipelineOptions options,
      BackfillPlan plan,
      ReadingsSource source,
      boolean restoreRaw,
      boolean hosted,
      PrintStream out) {
    this.command = command;
    this.options = options;
    this.plan = plan;
    this.source = source;
    this.restoreRaw = restoreRaw;
    this.hosted = hosted;
    this.out = out;
    this.summary = new RecomputeSummary(out);
  }

  /** Says what {@link #run} would do. */
  void announce() throws SourceException {
    SortedMap<Instant, Long> units = source.units();
    source.check(units);
    summary.announce("Would recompute", plan, units, RecomputeJob.divide(units, plan).size());
  }

  /**
   * Runs all of them.
   *
   * @return whether all windows are written; if not, a line says why
   * @throws SourceException if there is nothing to be made of what is stored
   */
  boolean run() throws SourceException {
    SortedMap<Instant, Long> units = source.units();
    source.check(units);
    return run(units);
  }

  /**
   * Runs all that there are readings for.
   *
   * @return where there are; empty if a job has failed, which a line says
   * @throws SourceException if there are none at all
   */
  List<Stretch> runWhereReadingsAre() throws SourceException {
    SortedMap<Instant, Long> units = source.units();
    if (units.isEmpty()) {
      source.check(units);
    }
    return run(units) ? Stretch.of(units.keySet(), plan.unit()) : List.of();
  }

  private boolean run(SortedMap<Instant, Long> units) throws SourceException {
    source.verify();
    List<RecomputeJob> jobs = RecomputeJob.divide(units, plan);
    summary.announce("Recomputing", plan, units, jobs.size());
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
    summary.refused();
    if (hosted && summary.nothing()) {
      out.println(command + ": there is no reading of " + String.join(", ", plan.devices()));
      return false;
    }
    return true;
  }

  private boolean run(RecomputeJob job, HostedCounters counters) throws SourceException {
    long readBefore = counters.count(PipelineCounter.RECORDS_READ);
    long refusedBefore = counters.count(PipelineCounter.DEAD_LETTERS);
    long rowsBefore = counters.count(PipelineCounter.ROLLUP_ROWS);
    long start = System.nanoTime();
    try (ReadingProgress progress =
        ReadingProgress.of(
            job.span(),
            job.readings(),
            () -> counters.count(PipelineCounter.RECORDS_READ) - readBefore,
            hosted,
            out)) {
      PipelineResult result = pipeline(source.known(job.span())).run();
      PipelineResult.State state = result.waitUntilFinish();
      // Cancelled from outside, it has written a part.
      if (state != PipelineResult.State.DONE) {
        return failed(job, "it has ended as " + state + ", see the log");
      }
    } catch (RuntimeException e) {
      // Runners wrap whatever ends a job in a bare RuntimeException.
      LOG.error("the job has failed", e);
      return failed(job, RootCause.line(e));
    }
    summary.done(
        job,
        hosted ? counters.count(PipelineCounter.RECORDS_READ) - readBefore : job.readings(),
        counters.count(PipelineCounter.DEAD_LETTERS) - refusedBefore,
        hosted ? counters.count(PipelineCounter.ROLLUP_ROWS) - rowsBefore : -1,
        System.nanoTime() - start);
    return true;
  }

  private Pipeline pipeline(BackfillSpan span) throws SourceException {
    Pipeline pipeline = Pipeline.create(options);
    Backfill.build(pipeline, source.read(span), span, plan.tables(), plan.rollups(), plan.sink());
    if (restoreRaw) {
      source.rows(span).ifPresent(rows -> Backfill.restoreRaw(pipeline, rows, plan.sink()));
    }
    return pipeline;
  }

  private boolean failed(RecomputeJob job, String reason) {
    BackfillSpan span = job.span();
    out.println(
        "%s: the job of %s to %s has failed: %s; run it again, from --from=%s"
            .formatted(command, span.from(), span.until(), reason, span.from()));
    return false;
  }
}
