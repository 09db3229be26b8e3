package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.Completeness;
import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.RowsChecked;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.CheckpointWatch;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.platform.Platform;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stream beside a steady load: whether it keeps up, and whether all arrives in the end. */
final class LiveRun {
  private static final String NAME = "wattflow";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(60);

  private final Bench bench;
  private final LiveOptions live;
  private final Setup setup;
  private final Consumer<String> notes;
  private final PrintStream out;
  private final List<LiveSample> samples = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * What is run.
   *
   * @param perSecond readings
   * @param span how long the load lasts
   * @param heap of the stream's process, as in {@code -Xmx}
   * @param settings of the stream
   * @param check whether every row is compared with the model in the end
   */
  record Setup(int perSecond, Duration span, String heap, StreamSettings settings, boolean check) {}

  private record Sent(Workload records, long readings) {}

  LiveRun(Bench bench, LiveOptions live, Setup setup, Consumer<String> notes, PrintStream out) {
    this.bench = bench;
    this.live = live;
    this.setup = setup;
    this.notes = notes;
    this.out = out;
  }

  /** Runs it, once; a failure comes with the samples that were taken before it. */
  SubjectResult result() throws InterruptedException {
    try {
      Sent unused = StreamRun.round(bench, "live", this::run);
    } catch (SubjectFailedException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    return new SubjectResult(
        NAME,
        setup.settings().withHeap(setup.heap()),
        rates(),
        failures.isEmpty() ? null : String.join("; ", failures));
  }

  private Sent run(Platform platform, StreamRun run)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Sent sent;
    try (Connection connection = StreamTables.connect(platform);
        StreamJob job =
            StreamJob.start(
                bench.home(), run.options(platform, setup.settings()), setup.heap(), run.log())) {
      job.awaitRunning(START_TIMEOUT);
      ProcessorTime time = new ProcessorTime(platform);
      time.add("stream", job.pid());
      sent = underLoad(platform, run, job, connection);
      long lastSent = System.nanoTime();
      Map<String, Double> taken = new TreeMap<>();
      time.into(taken);
      taken.forEach((name, seconds) -> notes.accept("%s: %.0f".formatted(name, seconds)));
      awaitArrival(connection, job, sent, lastSent);
    }
    // Without the stream, so that the model can have its memory.
    if (setup.check()) {
      check(sent);
    }
    return sent;
  }

  private Sent underLoad(Platform platform, StreamRun run, StreamJob job, Connection connection)
      throws IOException, SQLException, InterruptedException {
    Duration lateness = setup.settings().allowedLateness();
    Workload workload = live.workload(setup.perSecond(), setup.span(), lateness.dividedBy(2));
    try (Statement statement = connection.createStatement();
        CheckpointWatch checkpoints = CheckpointWatch.of(run.checkpoints());
        PacedLoad load =
            new PacedLoad(
                platform.kafkaBootstrap(), run.topic(), workload, PacedLoad.Observer.NONE)) {
      load.start();
      new LiveWatch(job, load, checkpoints, statement, StreamTables.DATABASE, out)
          .untilTheLoadEnds(samples);
      double gap = checkpoints.longestGapSeconds(workload.start(), Instant.now());
      Workload records = load.stop();
      Verdict.Plan plan =
          new Verdict.Plan(
              workload.perSecond(),
              setup.settings().checkpointInterval(),
              lateness.plus(Duration.ofMinutes(2)));
      judge(Verdict.of(plan, samples, gap));
      return new Sent(records, load.distinctReadings());
    }
  }

  private void judge(Verdict verdict) {
    verdict.reasons().forEach(notes);
    notes.accept("VERDICT: " + verdict.line());
    if (!verdict.good()) {
      failures.add(verdict.line());
    }
  }

  private void awaitArrival(Connection connection, StreamJob job, Sent sent, long lastSent)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    out.println("Waiting until everything has arrived ...");
    long end =
        Completeness.await(
            connection, StreamTables.DATABASE, sent.readings(), ARRIVAL_TIMEOUT, job::requireAlive);
    notes.accept(
        "arrival: all %,d distinct readings in all tables %.1f s after the last was sent"
            .formatted(sent.readings(), Math.max(0, end - lastSent) / 1e9));
  }

  private void check(Sent sent) throws IOException, InterruptedException, SubjectFailedException {
    RowsChecked checked =
        RowsChecked.compare(bench, sent.records(), sent.readings(), CHECK_TIMEOUT, out);
    notes.accept(
        "rows: %,d compared with the model, %,d differ"
            .formatted(checked.compared(), checked.differing()));
    if (checked.differing() > 0) {
      throw new SubjectFailedException(checked.differing() + " rows differ from the model");
    }
  }

  private List<Sample> rates() {
    List<Sample> rates = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      LiveSample from = samples.get(i - 1);
      LiveSample to = samples.get(i);
      Map<String, Double> figures = new TreeMap<>();
      figures.put("at s", to.seconds());
      figures.put("accepted", (double) to.accepted());
      figures.put("lag records", (double) to.lag());
      figures.put("raw rows", (double) to.rows());
      figures.put("heap MB", to.heapBytes() / (double) (1 << 20));
      figures.put("resident MB", to.residentBytes() / (double) (1 << 20));
      figures.put("checkpoints", (double) to.checkpoints());
      figures.put("checkpoint MB", to.checkpointBytes() / (double) (1 << 20));
      figures.put("load late ms", (double) to.loadDelayMillis());
      // A sample must have a rate, and a standstill has none.
      rates.add(
          Sample.of(
              Math.max(1, (to.read() - from.read()) / (to.seconds() - from.seconds())), figures));
    }
    return rates;
  }
}
