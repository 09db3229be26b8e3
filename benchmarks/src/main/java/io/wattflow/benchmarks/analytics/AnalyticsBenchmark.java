package io.wattflow.benchmarks.analytics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.live.GivenStreamOptions;
import io.wattflow.benchmarks.live.LiveOptions;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench analytics}. */
@Command(
    name = "analytics",
    mixinStandardHelpOptions = true,
    description = {
      "The analytics service: questions of many users, while the stream rolls up what devices send.",
      "popular: the four questions of every dashboard, at a steady rate. uncached: charts that"
          + " nobody has asked for before. peak: the popular ones over very many connections."
          + " database: the popular ones put to ClickHouse itself, without a cache, flat out. wrk:"
          + " the popular ones flat out, by wrk, if it is on the PATH.",
      "All subjects of a round ask the same process, which has its default heap and is warm. Users"
          + " show tokens and follow Zipf's law. Exit code 1 if a target is missed."
    })
public final class AnalyticsBenchmark implements Callable<Integer> {
  static final String POPULAR = "popular";
  static final String UNCACHED = "uncached";
  static final String PEAK = "peak";
  static final String DATABASE = "database";
  static final String WRK = "wrk";

  private static final String ALL =
      String.join(",", List.of(POPULAR, UNCACHED, PEAK, DATABASE, WRK));
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration SHORTEST_LATENESS = Duration.ofMinutes(5);
  private static final int POPULAR_CONNECTIONS = 256;

  /** Of each of the processes, beside the connections under load. */
  private static final int OTHER_FILES = 1_000;

  private static final long DISK_BYTES = 10L << 30;

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private HeapOption heap = new HeapOption("the stream's process", "3g");

  @Mixin
  private GivenStreamOptions streamOptions =
      new GivenStreamOptions(
          "An option of `wattflow stream`, such as --stream-option=--minuteEarlyFiring=1s;"
              + " repeatable. It replaces what the benchmark sets.");

  @Option(
      names = "--rate",
      defaultValue = "20000",
      paramLabel = "<n>",
      description = "Readings a second that the stream rolls up. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--devices",
      defaultValue = "20000",
      paramLabel = "<n>",
      description =
          "Devices that report them, about six of each user; one reading in 200 comes up to five"
              + " minutes late and corrects what was answered. Default: ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--users",
      defaultValue = "2000",
      paramLabel = "<n>",
      description = "Users who ask, with 30 days of history. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--zipf",
      defaultValue = "1.0",
      paramLabel = "<s>",
      description =
          "The user of rank k asks 1/k^s times as often as the first one. Default:"
              + " ${DEFAULT-VALUE}.")
  private double exponent;

  @Option(
      names = "--requests",
      defaultValue = "1000",
      paramLabel = "<n>",
      description = "Popular questions a second, also at peak. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--charts",
      defaultValue = "10",
      paramLabel = "<n>",
      description = "Uncached charts a second. Default: ${DEFAULT-VALUE}.")
  private int charts;

  @Option(
      names = "--connections",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "Open at peak. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--warm-up",
      defaultValue = "180s",
      paramLabel = "<time>",
      description =
          "Of the service in each round, at a tenth of the rate and then more, before anything counts. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "";

  @Option(
      names = "--duration",
      defaultValue = "6m",
      paramLabel = "<time>",
      description =
          "Of the popular questions in each round; answers are fresh for 5 minutes at most."
              + " Default: ${DEFAULT-VALUE}.")
  private String duration = "";

  @Option(
      names = "--others",
      defaultValue = "30s",
      paramLabel = "<time>",
      description = "Of each of the other subjects in each round. Default: ${DEFAULT-VALUE}.")
  private String others = "";

  @Option(
      names = "--subjects",
      split = ",",
      defaultValue = "",
      paramLabel = "<name>",
      description = "What to measure, by comma. Default: all of the above.")
  private List<String> subjects = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Scene.Setup setup = setup();
    Duration popular = LiveOptions.duration("--duration", duration, SHORTEST);
    Duration other = LiveOptions.duration("--others", others, SHORTEST);
    List<String> names = names();
    int rounds = common.rounds();
    requireFiles();
    common.requireConditions(DISK_BYTES, LiveOptions.memoryBytes(heap.bytes(), 0));
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      AnalyticsRound round = new AnalyticsRound(bench, open(bench, setup, out), out);
      results =
          Comparison.run(
              names.stream().map(name -> subject(name, round, popular, other)).toList(),
              0,
              rounds,
              out);
    }
    boolean met = judge(results);
    if (names.contains(DATABASE)) {
      common.note(DatabaseSubject.NOTE);
    }
    common.report("analytics", description(setup), results, out);
    return met ? Comparison.exitCode(results) : 1;
  }

  private Scene.Setup setup() {
    requireSome("--rate", rate);
    requireSome("--devices", devices);
    requireSome("--users", users);
    requireSome("--requests", requests);
    requireSome("--charts", charts);
    requireSome("--connections", connections);
    if (!(exponent >= 0)) {
      throw new BenchException("--zipf must be at least 0: " + exponent);
    }
    Scene.Setup setup =
        new Scene.Setup(
            rate,
            devices,
            users,
            exponent,
            requests,
            LiveOptions.duration("--warm-up", warmUp, SHORTEST),
            heap.size(),
            streamOptions.over(List.of("--parallelism=2", "--checkpointingInterval=10000")));
    if (setup.stream().allowedLateness().compareTo(SHORTEST_LATENESS) < 0) {
      throw new BenchException("--stream-option: --allowedLateness must be at least 5m");
    }
    try {
      List<Household> unused = Household.of(setup.workload(Instant.now()), users);
    } catch (IllegalArgumentException e) {
      throw new BenchException("--rate: " + e.getMessage(), e);
    }
    return setup;
  }

  private static void requireSome(String option, int value) {
    if (value < 1) {
      throw new BenchException(option + " must be at least 1: " + value);
    }
  }

  private void requireFiles() {
    // What a process may open at most; a JVM takes all that it may have.
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < connections + OTHER_FILES) {
      throw new BenchException(
          "--connections: %,d need %,d open files in a process, and only %,d are allowed: run `ulimit -Hn` as root, or give fewer"
              .formatted(
                  connections, connections + OTHER_FILES, system.getMaxFileDescriptorCount()));
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(subjects);
    names.removeIf(String::isBlank);
    boolean all = names.isEmpty();
    if (all) {
      names.addAll(List.of(ALL.split(",", -1)));
    }
    LiveOptions.requireDistinct("--subjects", names);
    for (String name : names) {
      if (!List.of(ALL.split(",", -1)).contains(name)) {
        throw new BenchException("--subjects: there is no " + name + ", only " + ALL);
      }
    }
    if (names.contains(WRK) && WrkSubject.program().isEmpty()) {
      if (!all) {
        throw new BenchException("--subjects: wrk is not on the PATH: install it or leave it out");
      }
      names.remove(WRK);
      common.note("wrk is not on the PATH and took no part");
    }
    return List.copyOf(names);
  }

  private static Scene open(Bench bench, Scene.Setup setup, PrintStream out)
      throws InterruptedException {
    try {
      return Scene.open(bench, setup, out);
    } catch (SubjectFailedException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  private Subject subject(String name, AnalyticsRound round, Duration popular, Duration other) {
    return switch (name) {
      case POPULAR ->
          new PopularSubject(
              round, new PopularSubject.Load(name, requests, POPULAR_CONNECTIONS, popular, true));
      case UNCACHED -> new ChartSubject(round, charts, other);
      case PEAK ->
          new PopularSubject(
              round, new PopularSubject.Load(name, requests, connections, other, false));
      case DATABASE -> new DatabaseSubject(round, other);
      default -> new WrkSubject(round, other);
    };
  }

  private boolean judge(List<SubjectResult> results) {
    List<Target> targets =
        List.of(
            Target.atMost(POPULAR, "p99 ms", 50),
            Target.neverAbove(POPULAR, "errors", 0),
            Target.atLeast(POPULAR, "hits %", 95),
            Target.neverAbove(POPULAR, "records unread s", 10),
            Target.atMost(UNCACHED, "not cached p95 ms", 200),
            Target.neverAbove(UNCACHED, "errors", 0),
            Target.atMost(PEAK, "p99 ms", 500),
            Target.neverAbove(PEAK, "errors", 0));
    boolean met = true;
    for (Target target : targets) {
      if (results.stream().anyMatch(result -> result.name().equals(target.subject()))) {
        Target.Verdict verdict = target.judge(results);
        common.note(verdict.line());
        met &= verdict.met();
      }
    }
    return met;
  }

  private Map<String, String> description(Scene.Setup setup) {
    Map<String, String> description = new LinkedHashMap<>();
    description.put("rate", "good answers a second");
    description.put(
        "users",
        "%,d with 30 days of hours and a day of minutes; Zipf's law with exponent %s; tokens by Ed25519"
            .formatted(users, exponent));
    description.put(
        "stream",
        "%,d readings/s of %,d devices, 0.5 %% up to 5 min late; %s"
            .formatted(rate, devices, setup.stream().withHeap(setup.heap())));
    description.put("latency", "from the instant at which a question was due");
    description.put(
        "rounds",
        "a new process each, %d s of warm-up with the popular questions, at a rising rate"
            .formatted(setup.warmUp().toSeconds()));
    return description;
  }
}
