package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.RecordingOption;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.benchmarks.live.GivenStreamOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench stream}: Kafka to rollups to a counting sink, beside the peers. */
@Command(
    name = "stream",
    description = {
      "Kafka -> rollups (1 min, 5 min sliding, 1 h) -> a counting sink, beside the peers.",
      "A seeded topic is drained by each subject in turn, in a fresh JVM with the same heap. All run"
          + " the same decoder, validator, algebra and windows, on-time panes only, no allowed"
          + " lateness. Time runs from the first reading until every row is counted; a subject whose"
          + " sums are wrong has no rate.",
      "Subjects: wattflow, flink-textbook (keyBy device, window, aggregate), flink-preaggregating"
          + " (an operator combines before the shuffle), kafka-streams, consumer-loop (no framework:"
          + " the floor of the cost)."
    },
    mixinStandardHelpOptions = true)
public final class StreamBenchmark implements Callable<Integer> {
  private static final String ALL =
      "wattflow,flink-textbook,flink-preaggregating,kafka-streams,consumer-loop";
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final long OTHER_MEMORY = 2L << 30;
  private static final long OTHER_DISK = 3L << 30;

  @Option(
      names = "--readings",
      paramLabel = "<n>",
      defaultValue = "20000000",
      description = "Readings in the topic, about. Default: ${DEFAULT-VALUE}.")
  private long readings;

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      defaultValue = "10000",
      description = "Devices that they come from, each once a second. Default: ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--subjects",
      paramLabel = "<name>",
      split = ",",
      defaultValue = ALL,
      description = "What to compare, by comma. Default: all of the above.")
  private List<String> subjects = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "<heap|rocksdb>",
      defaultValue = "heap",
      description = "Where subjects keep state. Default: ${DEFAULT-VALUE}.")
  private StreamSubject.State state = StreamSubject.State.HEAP;

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private HeapOption heap = new HeapOption("each subject", "5g");

  @Mixin
  private RecordingOption jfr =
      new RecordingOption("Record each round with Java Flight Recorder into this folder.");

  @Mixin
  private GivenStreamOptions streamOptions =
      new GivenStreamOptions(
          "An option of `wattflow stream` for the subject wattflow; repeatable.");

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    List<StreamSubject.Kind> kinds = kinds();
    if (devices < 1 || readings < devices) {
      throw new BenchException("--readings must be at least --devices, and that at least 1");
    }
    options.rounds();
    streamOptions.requireUsable();
    options.requireConditions(
        readings * StreamTopics.DISK_BYTES_PER_READING + OTHER_DISK, heap.bytes() + OTHER_MEMORY);
    List<SubjectResult> results;
    Topics.Filled topic;
    try (Bench bench = options.openBench()) {
      topic =
          StreamTopics.fill(
              bench, "telemetry", devices, readings, Duration.ofSeconds(1), PARTITIONS, out);
      StreamSubject.Setup setup =
          new StreamSubject.Setup(
              heap.size(),
              PARALLELISM,
              state == StreamSubject.State.ROCKSDB,
              streamOptions.all(),
              jfr.recordings());
      List<StreamSubject> runners =
          kinds.stream()
              .map(kind -> new StreamSubject(kind.label(), kind, bench, topic, setup))
              .toList();
      results = Comparison.run(runners, options.rounds(), out);
    }
    options.note("on-time panes only: no early panes, no allowed lateness, for all subjects");
    options.report("stream", workload(topic), results, out);
    return Comparison.exitCode(results);
  }

  private List<StreamSubject.Kind> kinds() {
    return subjects.stream()
        .map(
            label ->
                StreamSubject.Kind.of(label)
                    .orElseThrow(
                        () ->
                            new BenchException(
                                "--subjects: there is no "
                                    + label
                                    + ", only "
                                    + Arrays.stream(StreamSubject.Kind.values())
                                        .map(StreamSubject.Kind::label)
                                        .collect(Collectors.joining(", ")))))
        .toList();
  }

  private Map<String, String> workload(Topics.Filled topic) {
    Map<String, String> workload = new LinkedHashMap<>();
    workload.put(
        "workload",
        String.format(
            Locale.ROOT,
            "%,d records, %,d distinct readings of %,d devices at 1 Hz, %d partitions",
            topic.records(),
            topic.readings(),
            devices,
            topic.partitions()));
    workload.put(
        "windows", "1 min, 5 min every 1 min, 1 h; watermark 5 s behind; checkpoints every 10 s");
    return workload;
  }
}
