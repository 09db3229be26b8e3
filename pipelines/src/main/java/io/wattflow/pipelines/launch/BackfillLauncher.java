package io.wattflow.pipelines.launch;

import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.source.RawSlice;
import io.wattflow.beam.source.ReadRawReadings;
import io.wattflow.pipelines.backfill.Backfill;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.RawInventory;
import io.wattflow.pipelines.options.BackfillOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backfill: checks the options and the store, divides the days into jobs, and runs these one
 * after the other.
 *
 * <p>Exit codes: 0 all is written, 1 it failed or a part cannot be used, 2 an option is wrong.
 * Errors are one line.
 */
public final class BackfillLauncher {
  private static final String NAME = "wattflow backfill";
  private static final Logger LOG = LoggerFactory.getLogger(BackfillLauncher.class);

  private BackfillLauncher() {}

  /** What a runner adds to the options before a pipeline is created. */
  @FunctionalInterface
  public interface Runner<T extends BackfillOptions> {
    /**
     * Settles the runner's options.
     *
     * @return whether the job runs in this process
     * @throws IllegalArgumentException naming an option that cannot work
     * @throws IOException if a folder or file that an option names cannot be used
     */
    boolean prepare(T options) throws IOException;
  }

  /**
   * Runs it to its end.
   *
   * @param usage first lines of the help page
   * @return the exit code
   */
  public static <T extends BackfillOptions> int run(
      String usage, Arguments arguments, Class<T> type, Runner<T> runner, PrintStream out) {
    if (arguments.wantHelp()) {
      out.println(Arguments.help(usage, type));
      return 0;
    }
    T options;
    BackfillPlan plan;
    boolean hosted;
    try {
      options = arguments.as(type);
      plan = BackfillPlan.of(options);
      hosted = runner.prepare(options);
    } catch (IllegalArgumentException | IOException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.USAGE;
    }
    try {
      Preflight.checkClickHouse(plan.store());
      Preflight.checkClickHouse(plan.sink().target());
      try (Connection connection = ClickHouseDataSources.connect(plan.store())) {
        return new Jobs<>(options, plan, connection, hosted, out).run();
      }
    } catch (UnavailableException e) {
      out.println(NAME + ": " + e.getMessage());
    } catch (SQLException e) {
      out.println(NAME + ": ClickHouse does not answer: " + UnavailableException.rootMessage(e));
    }
    return StreamLauncher.FAILURE;
  }

  /** The jobs of one backfill. */
  private static final class Jobs<T extends BackfillOptions> {
    private final T options;
    private final BackfillPlan plan;
    private final RawInventory raw;
    private final boolean hosted;
    private final PrintStream out;
    private final BackfillSummary summary;

    Jobs(T options, BackfillPlan plan, Connection connection, boolean hosted, PrintStream out) {
      this.options = options;
      this.plan = plan;
      this.raw = new RawInventory(connection, plan.store(), plan.devices());
      this.hosted = hosted;
      this.out = out;
      this.summary = new BackfillSummary(out);
    }

    int run() throws SQLException, UnavailableException {
      SortedMap<Instant, Long> days = raw.days(plan.span(), plan.rollups().day().toMillis());
      requireReadings(days);
      List<BackfillJob> jobs = BackfillJob.divide(days, plan);
      summary.announce(plan, days, jobs.size(), options.getDryRun());
      if (options.getDryRun()) {
        return 0;
      }
      try (HostedCounters counters = new HostedCounters(out)) {
        for (BackfillJob job : jobs) {
          if (!run(job, counters)) {
            return StreamLauncher.FAILURE;
          }
        }
      }
      summary.total();
      return 0;
    }

    private void requireReadings(SortedMap<Instant, Long> days)
        throws SQLException, UnavailableException {
      String there =
          raw.extent()
              .map(extent -> "readings are there from " + extent.first() + " to " + extent.last())
              .orElse("no reading is there at all");
      String of = plan.devices().isEmpty() ? "" : " of " + String.join(", ", plan.devices());
      if (days.isEmpty()) {
        throw new UnavailableException(
            "no raw readings%s from %s to %s: %s"
                .formatted(of, plan.span().from(), plan.span().until(), there));
      }
      // Of a generation above 0 rows that know less would win.
      if (days.firstKey().isAfter(plan.span().from()) && plan.devices().isEmpty()) {
        throw new UnavailableException(
            "no raw readings before %s: %s; write --from=%s, or take them from an archive"
                .formatted(days.firstKey(), there, days.firstKey()));
      }
    }

    private boolean run(BackfillJob job, HostedCounters counters) throws SQLException {
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

    private boolean failed(BackfillJob job, String reason) {
      BackfillSpan span = job.span();
      out.println(
          "%s: the job of %s to %s has failed: %s; what is written is right, run it again from --from=%s"
              .formatted(NAME, span.from(), span.until(), reason, span.from()));
      return false;
    }
  }
}
