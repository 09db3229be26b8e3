package io.wattflow.benchmarks.latency;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.benchmarks.live.CheckpointWatch;
import io.wattflow.benchmarks.live.LiveOptions;
import io.wattflow.benchmarks.live.PacedLoad;
import io.wattflow.benchmarks.live.RowProbes;
import io.wattflow.benchmarks.live.StreamRun;
import io.wattflow.platform.Platform;
import io.wattflow.platform.stream.StreamFailedException;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One rate: the delays of the readings of some users, from their acceptance to their row. */
final class LatencySubject implements Subject {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(75);
  private static final Duration LATENESS = Duration.ofMinutes(1);

  /** Late readings, and a minute that was begun before. */
  private static final Duration KEEP = LATENESS.plusMinutes(2);

  /** Of the machine: a rate that was not sent was not measured. */
  private static final double PACE = 0.98;

  /**
   * What is measured.
   *
   * @param perSecond readings
   * @param warmUp before delays count
   * @param measured how long they count
   * @param users whose devices are watched
   * @param heap of the stream's process, as in {@code -Xmx}
   * @param options of the stream
   */
  record Setup(
      int perSecond,
      Duration warmUp,
      Duration measured,
      int users,
      String heap,
      List<String> options) {}

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
    return "-Xmx" + setup.heap() + " " + String.join(" ", setup.options());
  }

  @Override
  public Sample round(int round) throws Exception {
    Platform platform = bench.platform();
    StreamRun run = StreamRun.named(bench, setup.perSecond() + "-" + round);
    StreamTables.renew(platform);
    Topics.create(platform.kafkaBootstrap(), run.topic(), StreamRun.PARTITIONS);
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement();
        StreamJob job =
            StreamJob.start(
                bench.home(), run.options(platform, setup.options()), setup.heap(), run.log())) {
      job.awaitRunning(START_TIMEOUT);
      return measure(platform, run, job, statement);
    } catch (StreamFailedException e) {
      throw new SubjectFailedException(String.valueOf(e.getMessage()), e);
    } finally {
      Topics.delete(platform.kafkaBootstrap(), run.topic());
      Bench.deleteAll(run.checkpoints());
    }
  }

  private Sample measure(Platform platform, StreamRun run, StreamJob job, Statement statement)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Workload workload =
        live.workload(setup.perSecond(), setup.warmUp().plus(setup.measured()), LATENESS);
    RowProbes probes = new RowProbes(StreamTables.DATABASE, setup.users(), KEEP.toMillis());
    CheckpointWatch checkpoints = new CheckpointWatch(run.checkpoints());
    try (PacedLoad load = new PacedLoad(platform.kafkaBootstrap(), run.topic(), workload, probes)) {
      load.start();
      watch(load, job, probes, checkpoints, statement, setup.warmUp());
      probes.clearDelays();
      load.worstDelayMillis();
      ProcessorTime time = new ProcessorTime(platform);
      time.add("stream", job.pid());
      long before = load.accepted();
      long start = System.nanoTime();
      watch(load, job, probes, checkpoints, statement, setup.measured().minusSeconds(2));
      double rate = (load.accepted() - before) / ((System.nanoTime() - start) / 1e9);
      // Those not yet visible count as well: the load goes on or has just ended.
      if (rate < PACE * workload.perSecond()) {
        throw new SubjectFailedException("only %,.0f records/s could be sent".formatted(rate));
      }
      Map<String, Double> figures = new TreeMap<>();
      probes.into(figures);
      figures.put("oldest not visible at the end s", probes.oldestUnseenNanos() / 1e9);
      figures.put("load late ms", (double) load.worstDelayMillis());
      figures.put("checkpoints", (double) checkpoints.completed());
      time.into(figures);
      return Sample.of(rate, figures);
    }
  }

  private static void watch(
      PacedLoad load,
      StreamJob job,
      RowProbes probes,
      CheckpointWatch checkpoints,
      Statement statement,
      Duration time)
      throws IOException, SQLException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      probes.look(statement);
      checkpoints.look();
      job.requireAlive();
      load.requireAccepted();
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }
}
