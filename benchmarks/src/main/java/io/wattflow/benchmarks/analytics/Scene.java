package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.ProcessMemory;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.benchmarks.live.PacedLoad;
import io.wattflow.benchmarks.live.StreamRun;
import io.wattflow.benchmarks.live.StreamSettings;
import io.wattflow.platform.Platform;
import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes on around the questions: all parts, tables with a history, a load that the stream rolls
 * up all the time, and the service, a new process for each round. For one thread.
 */
final class Scene {
  private static final String NAME = "analytics";
  private static final int PARTITIONS = 4;
  private static final long SEED = 17;
  private static final Duration AHEAD = Duration.ofSeconds(2);
  private static final Duration LATENESS = Duration.ofMinutes(5);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(3);
  private static final int SOME_SECONDS = 5;
  private static final long LOOK_MILLIS = 250;

  /** Longer than anybody measures; devices that move to another user do so in the middle of it. */
  private static final Duration ENDLESS = Duration.ofDays(7);

  private static final int CONNECTIONS = 256;

  /** Shares of the rate, one after the other: at first no answer is there, and the code is cold. */
  private static final List<Double> RAMP = List.of(0.1, 0.25, 0.5, 1.0);

  private final Bench bench;
  private final Setup setup;
  private final PrintStream out;
  private final Path keySet;
  private final Platform platform;
  private final Workload workload;
  private final Audience audience;
  private final StreamJob job;
  private final PacedLoad load;
  private @Nullable ServiceProcess service;
  private int roundOfService = -1;

  /**
   * What it is made of.
   *
   * @param eventsPerSecond of the load
   * @param devices that report them
   * @param users who ask; they own some of the devices
   * @param exponent of Zipf's law, by which users are drawn
   * @param questionsPerSecond while the service warms up
   * @param warmUp of each round
   * @param heap of the stream's process, as in {@code -Xmx}
   * @param stream its options
   */
  record Setup(
      int eventsPerSecond,
      int devices,
      int users,
      double exponent,
      int questionsPerSecond,
      Duration warmUp,
      String heap,
      StreamSettings stream) {
    Workload workload(Instant start) {
      return Workload.steady(SEED, devices, eventsPerSecond, start, ENDLESS, LATENESS);
    }
  }

  private Scene(Bench bench, Setup setup, PrintStream out, Audience audience, Path keySet)
      throws IOException {
    this.bench = bench;
    this.setup = setup;
    this.out = out;
    this.audience = audience;
    this.keySet = keySet;
    this.platform = bench.platform();
    StreamRun run = StreamRun.named(bench, NAME);
    this.job =
        StreamJob.start(
            bench.home(), run.options(platform, setup.stream()), setup.heap(), run.log());
    bench.closeAtEnd(job::close);
    this.workload = setup.workload(Instant.now().plus(AHEAD));
    this.load =
        new PacedLoad(platform.kafkaBootstrap(), run.topic(), workload, PacedLoad.Observer.NONE);
    bench.closeAtEnd(load::close);
  }

  /**
   * Starts all but the service. The bench ends it.
   *
   * @throws SubjectFailedException if a part breaks down
   */
  static Scene open(Bench bench, Setup setup, PrintStream out)
      throws InterruptedException, SubjectFailedException {
    return SubjectWork.attempt(
        bench::stopping,
        () -> {
          Tokens tokens = new Tokens();
          Path keySet = Files.writeString(bench.folder().resolve("keys.json"), tokens.keySet());
          List<Household> households = Household.of(setup.workload(Instant.now()), setup.users());
          StreamTables.renew(bench.platform());
          Topics.create(
              bench.platform().kafkaBootstrap(), StreamRun.named(bench, NAME).topic(), PARTITIONS);
          writeHistory(bench.platform(), setup, households, out);
          Audience audience = new Audience(households, setup.exponent(), tokens);
          Scene scene = new Scene(bench, setup, out, audience, keySet);
          bench.closeAtEnd(scene::closeService);
          scene.job.awaitRunning(START_TIMEOUT);
          scene.load.start();
          scene.awaitCaughtUp();
          return scene;
        });
  }

  /** A stream that has just been started is slow, and works off what has come meanwhile. */
  private void awaitCaughtUp() throws IOException, InterruptedException, SubjectFailedException {
    long start = System.nanoTime();
    while (load.accepted() < SOME_SECONDS * workload.perSecond()
        || behindSeconds() > SOME_SECONDS) {
      job.requireAlive();
      load.requireAccepted();
      if (System.nanoTime() - start > CATCH_UP_TIMEOUT.toNanos()) {
        throw new SubjectFailedException(
            String.format(
                Locale.ROOT,
                "the stream is %.0f s behind its load after %d s",
                behindSeconds(),
                CATCH_UP_TIMEOUT.toSeconds()));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static void writeHistory(
      Platform platform, Setup setup, List<Household> households, PrintStream out)
      throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = StreamTables.connect(platform)) {
      History.write(
          connection,
          households,
          Math.max(1, setup.devices() / setup.eventsPerSecond()),
          Instant.now());
    }
    out.printf(
        "A history of %,d users with %,d devices, written in %.0f s%n",
        households.size(),
        households.stream().mapToInt(user -> user.types().size()).sum(),
        (System.nanoTime() - start) / 1e9);
  }

  /** A connection to the database; the caller closes it. */
  Connection connect() throws SQLException {
    return StreamTables.connect(platform);
  }

  /** People whose history is there. */
  Audience audience() {
    return audience.split();
  }

  /** The service of a round, warm. */
  ServiceProcess service(int round)
      throws IOException, InterruptedException, SubjectFailedException {
    ServiceProcess running = service;
    if (running == null || roundOfService != round) {
      closeService();
      running =
          ServiceProcess.analytics(
              0,
              bench.home(),
              List.of(
                  "--auth=jwks:" + keySet,
                  "--clickhouseUrl=" + platform.clickHouseUrl(),
                  "--clickhouseDatabase=" + StreamTables.DATABASE,
                  "--redisUrl=" + platform.redisUri()),
              bench.folder().resolve("analytics-" + round + ".log"));
      service = running;
      roundOfService = round;
      warmUp(running);
      // A cold service takes what the stream needs on so few processors.
      awaitCaughtUp();
    }
    return running;
  }

  private void warmUp(ServiceProcess running) throws InterruptedException, SubjectFailedException {
    Audience people = audience();
    try (OpenLoop loop = new OpenLoop(running.address())) {
      loop.connect(CONNECTIONS);
      for (double share : RAMP) {
        Answers answers =
            loop.run(
                people::popular,
                (int) Math.max(1, share * setup.questionsPerSecond()),
                setup.warmUp().dividedBy(RAMP.size()));
        if (answers.errors() > 0) {
          out.println(
              "While it warmed up, %,d questions had no answer, such as by %s"
                  .formatted(answers.errors(), answers.firstError()));
        }
      }
    }
  }

  /** What is done while everything is watched. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it.
     *
     * @param figures to which it adds its own
     * @return answers a second
     */
    double run(Map<String, Double> figures)
        throws IOException, SQLException, InterruptedException, SubjectFailedException;
  }

  /**
   * Does the work, and adds what each process has taken, and how the stream fares meanwhile.
   *
   * @return what the work returns
   * @throws SubjectFailedException if something broke down, or the load was not as planned
   */
  double watched(Map<String, Double> figures, Work work)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    load.worstDelayMillis();
    ProcessorTime time = new ProcessorTime(platform);
    time.add("stream", job.pid());
    time.add("load", ProcessHandle.current().pid());
    ServiceProcess asked = service;
    if (asked != null) {
      time.add("service", asked.pid());
    }
    long accepted = load.accepted();
    long start = System.nanoTime();
    double rate;
    try (Backlog backlog = new Backlog()) {
      rate = work.run(figures);
      figures.put("records unread s", backlog.longest());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double ingested = (load.accepted() - accepted) / seconds;
    Map<String, Double> taken = new TreeMap<>();
    time.into(taken);
    taken.forEach((name, spent) -> figures.put(name.replace("CPU s", "cores of"), spent / seconds));
    if (asked != null) {
      figures.put(
          "service resident MB", ProcessMemory.RESIDENT.bytes(asked.pid()) / (double) (1 << 20));
    }
    figures.put("events/s ingested", ingested);
    figures.put("load late ms", (double) load.worstDelayMillis());
    job.requireAlive();
    load.requireAccepted();
    load.requirePace(ingested);
    return rate;
  }

  /** How far the stream's reading is behind the load, looked at each second of the work. */
  private final class Backlog implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile double longest;
    private volatile @Nullable IOException failure;

    Backlog() {
      var unused = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
      try {
        longest = Math.max(longest, behindSeconds());
      } catch (IOException e) {
        failure = e;
      }
    }

    /** In s of the load; the last look is made now. */
    double longest() throws IOException {
      IOException unseen = failure;
      if (unseen != null) {
        throw unseen;
      }
      return Math.max(longest, behindSeconds());
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }

  private double behindSeconds() throws IOException {
    // Read before accepted, so that it is not taken for less than it is.
    long read = job.counter(StreamJob.RECORDS_READ);
    return Math.max(0, load.accepted() - read) / workload.perSecond();
  }

  private void closeService() {
    ServiceProcess running = service;
    service = null;
    if (running != null) {
      running.close();
    }
  }
}
