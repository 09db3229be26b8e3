package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.RecordingOption;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.live.GivenStreamOptions;
import io.wattflow.benchmarks.live.StreamSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench end-to-end}. */
@Command(
    name = "end-to-end",
    mixinStandardHelpOptions = true,
    description = {
      "Kafka to all tables: the whole stream with all its sinks, beside ClickHouse's own way and"
          + " InfluxDB.",
      "Drains a full topic, with the broker, the engine and Redis on the same processors; from the"
          + " first record read to the last row visible. In the end every row is compared with an"
          + " independent model."
    })
public final class EndToEndCommand implements Callable<Integer> {
  private static final String WATTFLOW = "wattflow-";
  private static final String ALL =
      WATTFLOW + "jdbc," + WATTFLOW + "binary," + ViewsSubject.NAME + "," + InfluxSubject.NAME;
  private static final List<String> KNOWN = List.of(ALL.split(",", -1));
  private static final String TOPIC = "telemetry-data";
  private static final int PARTITIONS = 4;
  private static final long SEED = 7;

  /** Readings this old close all their windows, and stay within what the tables keep. */
  private static final Duration AGE = Duration.ofDays(3);

  /** Slower than that is no result but a standstill. */
  private static final long SLOWEST_PER_SECOND = 50_000;

  /** Topic, raw rows and their merges, checkpoints: measured 60 bytes, and as much again. */
  private static final long DISK_BYTES_OF_READING = 150;

  private static final long DISK_BYTES_AT_LEAST = 4L << 30;
  private static final long OTHER_MEMORY = 6L << 30;

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private HeapOption heap = new HeapOption("the stream's process", "6g");

  @Mixin
  private RecordingOption jfr =
      new RecordingOption("Write a JFR recording of each round of the stream into this folder.");

  @Mixin
  private GivenStreamOptions streamOptions =
      new GivenStreamOptions(
          "An option of `wattflow stream` for the wattflow subjects, such as"
              + " --stream-option=--maxBundleSize=50000; repeatable.");

  @Option(
      names = "--readings",
      defaultValue = "20000000",
      paramLabel = "<n>",
      description = "Distinct readings in the topic. Default: ${DEFAULT-VALUE}.")
  private long readings;

  @Option(
      names = "--devices",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "Devices, each of which reports once a second. Default: ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--subjects",
      split = ",",
      defaultValue = ALL,
      paramLabel = "<name>",
      description = "What takes part, in this order. Default: ${DEFAULT-VALUE}.")
  private List<String> subjects = new ArrayList<>();

  @Option(
      names = "--no-check",
      description = "Leave out the comparison of all rows with the model; their number is checked.")
  private boolean unchecked;

  @Option(
      names = "--warm-ups",
      defaultValue = "1",
      paramLabel = "<n>",
      description = "Rounds that do not count. Default: ${DEFAULT-VALUE}.")
  private int warmUps;

  @Override
  public Integer call() throws Exception {
    if (devices < 1 || readings < devices) {
      throw new BenchException("--readings must be at least --devices, and that at least 1");
    }
    if (warmUps < 0) {
      throw new BenchException("--warm-ups must be at least 0: " + warmUps);
    }
    subjects.forEach(EndToEndCommand::requireKnown);
    common.rounds();
    streamOptions.requireUsable();
    PrintStream out = System.out;
    common.requireConditions(
        DISK_BYTES_AT_LEAST + readings * DISK_BYTES_OF_READING,
        OTHER_MEMORY + Math.max(RowsChecked.heapBytes(readings), heap.bytes()));
    Instant end = Instant.now().minus(AGE).truncatedTo(ChronoUnit.HOURS);
    Workload workload = Workload.atOneHertz(SEED, devices, readings, end);
    List<SubjectResult> results;
    Map<String, String> description = description(workload);
    try (Bench bench = common.openBench()) {
      description.put("Redis", StreamTables.redisVersion(bench.platform()));
      FilledTopic filled = FilledTopic.fill(bench, TOPIC, PARTITIONS, workload, out);
      results =
          Comparison.run(
              subjects.stream().map(name -> subject(name, bench, filled, out)).toList(),
              warmUps,
              common.rounds(),
              out);
    }
    notes();
    common.report("end-to-end", description, results, out);
    return Comparison.exitCode(results);
  }

  private Subject subject(String name, Bench bench, FilledTopic filled, PrintStream out) {
    Duration timeout = Duration.ofSeconds(120 + filled.topic().records() / SLOWEST_PER_SECOND);
    return switch (name) {
      case ViewsSubject.NAME -> new ViewsSubject(bench, filled, timeout);
      case InfluxSubject.NAME -> new InfluxSubject(bench, filled, timeout);
      case WATTFLOW + "jdbc", WATTFLOW + "binary" ->
          new WattflowSubject(
              bench,
              filled,
              new WattflowSubject.Setup(
                  name,
                  heap.size(),
                  options(name.substring(WATTFLOW.length())),
                  jfr.recordings(),
                  unchecked ? 0 : common.rounds(),
                  timeout),
              out);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void requireKnown(String name) {
    if (!KNOWN.contains(name)) {
      throw new BenchException(
          "--subjects: " + name + " is not known; known are " + String.join(", ", KNOWN));
    }
  }

  private List<String> options(String writer) {
    return StreamSettings.merged(
        List.of("--parallelism=2", "--clickhouseWriter=" + writer), streamOptions.all());
  }

  private void notes() {
    if (subjects.contains(ViewsSubject.NAME)) {
      common.note(ViewsSubject.NOTE);
    }
    if (subjects.contains(InfluxSubject.NAME)) {
      common.note(InfluxSubject.NOTE);
    }
  }

  private Map<String, String> description(Workload workload) {
    Map<String, String> description = new LinkedHashMap<>();
    description.put(
        "readings", "%,d, 0.5 %% repeated, 0.5 %% late, 0.02 %% malformed".formatted(readings));
    description.put("devices", "%,d at 1 Hz".formatted(devices));
    description.put("partitions", Integer.toString(PARTITIONS));
    description.put("event times", workload.start() + " and " + workload.span() + " on");
    description.put("rate", "records read / (first record read to last row visible)");
    return description;
  }
}
