package io.wattflow.benchmarks.latency;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.CheckpointWatch;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.live.LiveOptions;
import io.wattflow.benchmarks.live.PacedLoad;
import io.wattflow.benchmarks.live.RowProbes;
import io.wattflow.benchmarks.live.StreamRun;
import io.wattflow.benchmarks.live.StreamSettings;
import io.wattflow.platform.Platform;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One rate: the delays of the readings of some users, from their acceptance to their row. */
final class LatencySubject implements Subject {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(75);

  /** Of the load. */
  static final Duration LATENESS = Duration.ofMinutes(1);

  /**
   * After the measured time the load goes on, at most so long, until all that was measured is
   * visible: what is slow must not be left out, nor be hurried by an end of the load.
   */
  static final Duration UNTIL_VISIBLE = Duration.ofMinutes(1);

  /** Late readings, and a minute that was begun before. */
  private static final Duration KEEP = LATENESS.plusMinutes(2);

  /**
   * What is measured.
   *
   * @param perSecond readings
   * @param warmUp before delays count
   * @param measured how long they count
   * @param users whose devices are watched
   * @param heap of the stream's process, as in {@code -Xmx}
   * @param settings of the stream
   */
  record Setup(
      int perSecond,
      Duration warmUp,
      Duration measured,
      int users,
      String heap,
      StreamSettings settings) {}

  private final Bench bench;
  private final LiveOptions live;
  private final Setup setup;

  LatencySubject(Bench bench, LiveOptions live, Setup setup) {
    this.bench = bench;
    this.live = live;
    this.setup = setup;
  }

  @Override
  public String name() {
    return "%,d/s".formatted(setup.perSecond());
  }

  @Override
  public String settings() {
    return setup.settings().withHeap(setup.heap());
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    return StreamRun.round(bench, setup.perSecond() + "-" + round, this::run);
  }

  private Sample run(Platform platform, StreamRun run)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement();
        StreamJob job =
            StreamJob.start(
                bench.home(), run.options(platform, setup.settings()), setup.heap(), run.log())) {
      job.awaitRunning(START_TIMEOUT);
      return measure(platform, run, job, statement);
    }
  }

  private Sample measure(Platform platform, StreamRun run, StreamJob job, Statement statement)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Duration span = setup.warmUp().plus(setup.measured()).plus(UNTIL_VISIBLE);
    Workload workload = live.workload(setup.perSecond(), span, LATENESS);
    RowProbes probes = new RowProbes(StreamTables.DATABASE, setup.users(), KEEP.toMillis());
    try (CheckpointWatch checkpoints = CheckpointWatch.of(run.checkpoints());
        PacedLoad load = new PacedLoad(platform.kafkaBootstrap(), run.topic(), workload, probes)) {
      Sight sight = new Sight(load, job, probes, statement);
      load.start();
      sight.watch(Duration.between(Instant.now(), workload.start()).plus(setup.warmUp()));
      load.worstDelayMillis();
      ProcessorTime time = new ProcessorTime(platform);
      time.add("stream", job.pid());
      long before = load.accepted();
      long start = System.nanoTime();
      probes.measureFrom(start);
      sight.watch(setup.measured());
      long end = System.nanoTime();
      probes.measureUntil(end);
      double rate = (load.accepted() - before) / ((end - start) / 1e9);
      Map<String, Double> figures = new TreeMap<>();
      time.into(figures);
      figures.put("load late ms", (double) load.worstDelayMillis());
      figures.put("checkpoints", (double) checkpoints.completed());
      load.requirePace(rate);
      sight.watch(UNTIL_VISIBLE, () -> probes.unseen() == 0);
      probes.into(figures, System.nanoTime());
      return Sample.of(rate, figures);
    }
  }

  /** All that is looked at while the load is on. */
  private record Sight(PacedLoad load, StreamJob job, RowProbes probes, Statement statement) {
    void watch(Duration time) throws IOException, SQLException, InterruptedException {
      watch(time, () -> false);
    }

    void watch(Duration atMost, BooleanSupplier done)
        throws IOException, SQLException, InterruptedException {
      long end = System.nanoTime() + atMost.toNanos();
      while (System.nanoTime() - end < 0 && !done.getAsBoolean()) {
        probes.look(statement);
        job.requireAlive();
        load.requireAccepted();
        Thread.sleep(LOOK_EVERY.toMillis());
      }
    }
  }
}
