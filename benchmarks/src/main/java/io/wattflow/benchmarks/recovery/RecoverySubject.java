package io.wattflow.benchmarks.recovery;

import io.wattflow.benchmarks.endtoend.Completeness;
import io.wattflow.benchmarks.endtoend.RowsChecked;
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
import io.wattflow.platform.FolderTree;
import io.wattflow.platform.Platform;
import io.wattflow.platform.flink.FlinkCluster;
import io.wattflow.platform.flink.FlinkClusterConfig;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The stream on a cluster of a JobManager and two TaskManagers. In the middle of a steady load the
 * TaskManager that runs the job, or one of the two that do, is killed. In the end all tables are
 * compared with the model. Every round has its own cluster, topic and tables.
 */
final class RecoverySubject implements Subject {
  private static final Duration SUBMIT_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STEADY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(75);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  /** Of the load. */
  static final Duration LATENESS = Duration.ofMinutes(2);

  private static final Duration KEEP = LATENESS.plusMinutes(3);

  /** After it has settled; more than all timeouts together. */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  /**
   * The age of the oldest invisible reading is watched for so many intervals between checkpoints to
   * learn what is normal: whole ones, for it goes up and down with them.
   */
  private static final int NORMAL_INTERVALS = 2;

  private static final String NOTICED = "s until the loss was noticed";
  private static final String RESTARTED = "s until all tasks ran again";
  private static final double NORMAL_PERCENT = 95;

  private static final int CHECKPOINTS_BEFORE_THE_KILL = 2;

  /** Where the job's tasks are. */
  enum Layout {
    /** On both TaskManagers; each has room for all. */
    SPREAD,
    /** On one; the other has never run the job. */
    STANDBY
  }

  /**
   * What is run.
   *
   * @param layout where the tasks are
   * @param perSecond readings
   * @param settle before the kill, so that code is compiled and caches are filled
   * @param users whose readings are watched
   * @param cluster its make
   * @param settings of the stream
   */
  record Setup(
      Layout layout,
      int perSecond,
      Duration settle,
      int users,
      FlinkClusterConfig cluster,
      StreamSettings settings) {}

  private final Bench bench;
  private final LiveOptions live;
  private final Setup setup;
  private final PrintStream out;

  RecoverySubject(Bench bench, LiveOptions live, Setup setup, PrintStream out) {
    this.bench = bench;
    this.live = live;
    this.setup = setup;
    this.out = out;
  }

  @Override
  public String name() {
    return setup.layout().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String settings() {
    return String.join(" ", setup.settings().options());
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    return StreamRun.round(bench, name() + "-" + round, this::run);
  }

  private Sample run(Platform platform, StreamRun run)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Path folder = bench.folder().resolve("flink-" + run.topic());
    try (FlinkCluster cluster = FlinkCluster.start(bench.home(), folder, setup.cluster());
        Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement()) {
      if (setup.layout() == Layout.SPREAD) {
        cluster.startTaskManager();
      }
      submit(platform, run, cluster);
      await("all tasks run", cluster::allTasksRun);
      if (setup.layout() == Layout.STANDBY) {
        cluster.startTaskManager();
      }
      return measure(platform, run, cluster, connection, statement);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private Sample measure(
      Platform platform,
      StreamRun run,
      FlinkCluster cluster,
      Connection connection,
      Statement statement)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Workload workload =
        live.workload(setup.perSecond(), setup.settle().plus(LONGEST_RUN), LATENESS);
    RowProbes probes = new RowProbes(StreamTables.DATABASE, setup.users(), KEEP.toMillis());
    try (CheckpointWatch checkpoints = CheckpointWatch.of(run.checkpoints());
        PacedLoad load = new PacedLoad(platform.kafkaBootstrap(), run.topic(), workload, probes)) {
      load.start();
      Eyes eyes = new Eyes(load, probes, checkpoints, statement);
      eyes.watch(setup.settle());
      eyes.awaitCheckpoints(CHECKPOINTS_BEFORE_THE_KILL);
      Map<String, Double> figures = new TreeMap<>();
      double rate = failover(cluster, eyes, figures);
      compare(load.stop(), connection, figures);
      return Sample.of(rate, figures);
    }
  }

  /** The same command as a user's. */
  private void submit(Platform platform, StreamRun run, FlinkCluster cluster)
      throws IOException, InterruptedException, SubjectFailedException {
    List<String> command = new ArrayList<>();
    command.add(bench.home().resolve(Path.of("bin", "wattflow")).toString());
    command.add("stream");
    command.addAll(run.options(platform, setup.settings()));
    command.add("--flinkMaster=" + cluster.address());
    command.add("--attachedMode=false");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(run.log().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    Process process = builder.start();
    try {
      if (!process.waitFor(SUBMIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new SubjectFailedException(
            "the job could not be submitted: "
                + Files.readString(run.log()).lines().reduce("", (a, b) -> b));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void await(String what, BooleanSupplier condition)
      throws InterruptedException, SubjectFailedException {
    long deadline = System.nanoTime() + STEADY_TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new SubjectFailedException(
            "not within " + STEADY_TIMEOUT.toSeconds() + " s: " + what);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** Kills one that runs the job; the rate of the load until all was made up for. */
  private double failover(FlinkCluster cluster, Eyes eyes, Map<String, Double> figures)
      throws SQLException, InterruptedException, SubjectFailedException {
    long before = eyes.load().accepted();
    long start = System.nanoTime();
    Duration interval = setup.settings().checkpointInterval();
    // Not the highest one: an outlier before the kill would excuse much after it.
    double normal = eyes.watch(interval.multipliedBy(NORMAL_INTERVALS)).seconds(NORMAL_PERCENT);
    // What has to be made up for is what came after the last checkpoint: in the middle between two
    // it is what it is on the average.
    eyes.awaitCheckpoints(1);
    eyes.watch(interval.dividedBy(2).minus(eyes.sinceCheckpoint()));
    long accepted = eyes.load().accepted();
    eyes.load().worstDelayMillis();
    long kill = kill(cluster, eyes, figures);
    awaitCaughtUp(cluster, eyes, new Failover(kill, (long) (normal * 1e9)), kill, figures);
    long end = System.nanoTime();
    long all = eyes.load().accepted();
    figures.put("load late ms", (double) eyes.load().worstDelayMillis());
    figures.put("checkpoint MB", eyes.checkpoints().newestBytes() / (double) (1 << 20));
    eyes.load().requirePace((all - before) / ((end - start) / 1e9));
    return (all - accepted) / ((end - kill) / 1e9);
  }

  /** When it was killed. */
  private static long kill(FlinkCluster cluster, Eyes eyes, Map<String, Double> figures)
      throws SubjectFailedException {
    SortedSet<String> busy = cluster.busyTaskManagers();
    if (busy.isEmpty()) {
      throw new SubjectFailedException("no TaskManager runs the job before the kill");
    }
    figures.put("TaskManagers that ran the job", (double) busy.size());
    figures.put("s since the last checkpoint at the kill", eyes.sinceCheckpoint().toMillis() / 1e3);
    long kill = System.nanoTime();
    cluster.killTaskManager(busy.first());
    return kill;
  }

  private void awaitCaughtUp(
      FlinkCluster cluster, Eyes eyes, Failover failover, long kill, Map<String, Double> figures)
      throws SQLException, InterruptedException, SubjectFailedException {
    long progress = kill;
    long unseen = eyes.look();
    while (!failover.look(System.nanoTime(), unseen, eyes.probes().newestSeenNanos())) {
      double since = (System.nanoTime() - kill) / 1e9;
      if (since > CATCH_UP_TIMEOUT.toSeconds()) {
        throw new SubjectFailedException("not caught up %.0f s after the kill".formatted(since));
      }
      takeDown(cluster.allTasksRun(), since, failover, figures);
      if (System.nanoTime() - progress > PROGRESS_EVERY.toNanos()) {
        progress = System.nanoTime();
        out.printf(
            Locale.ROOT,
            "  %4.0f s after the kill the oldest invisible reading is %4.1f s old%n",
            since,
            unseen / 1e9);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
      unseen = eyes.look();
    }
    figures.put("s until caught up", failover.caughtUpSeconds());
    figures.put("s until first new row", failover.firstRowSeconds());
    figures.put("s age of oldest invisible reading, at most", failover.worstSeconds());
    figures.put("s the same before the kill, p95", failover.normalSeconds());
  }

  private static void takeDown(
      boolean running, double since, Failover failover, Map<String, Double> figures) {
    if (!running) {
      figures.putIfAbsent(NOTICED, since);
    } else if (figures.containsKey(NOTICED) && figures.putIfAbsent(RESTARTED, since) == null) {
      failover.restarted(System.nanoTime());
    }
  }

  private void compare(Workload sent, Connection connection, Map<String, Double> figures)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    out.printf(
        Locale.ROOT,
        "  caught up %.1f s after the kill; waiting until everything has arrived ...%n",
        figures.get("s until caught up"));
    long readings = sent.distinctReadings();
    Completeness.await(connection, StreamTables.DATABASE, readings, ARRIVAL_TIMEOUT, () -> {});
    RowsChecked rows = RowsChecked.compare(bench, sent, readings, CHECK_TIMEOUT, out);
    figures.put("rows compared", (double) rows.compared());
    figures.put("rows differing", (double) rows.differing());
    if (rows.differing() > 0) {
      throw new SubjectFailedException(rows.differing() + " rows differ from the model");
    }
  }
}
