package io.wattflow.benchmarks.cardinality;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.RecordingOption;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.benchmarks.live.GivenStreamOptions;
import io.wattflow.benchmarks.stream.StreamSubject;
import io.wattflow.benchmarks.stream.StreamTopics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench cardinality}: few devices that speak often, beside many that speak seldom. */
@Command(
    name = "cardinality",
    description = {
      "Kafka -> rollups -> a counting sink, at the same rate of event time from ever more devices.",
      "10,000 devices report every second, 100,000 every 10 s, 1,000,000 every 100 s, and so on, so"
          + " that less and less can be combined before the shuffle. Wattflow alone, its state on the"
          + " heap and in RocksDB: rate, heap after collection, checkpoints. Windows, time and checks"
          + " are those of `stream`."
    },
    mixinStandardHelpOptions = true)
public final class CardinalityBenchmark implements Callable<Integer> {
  /** Readings per second of event time, whatever the number of devices. */
  private static final int RATE = 10_000;

  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final long OTHER_MEMORY = 2L << 30;
  private static final long OTHER_DISK = 6L << 30;

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "Numbers of devices, by comma. Default: ${DEFAULT-VALUE}.")
  private List<Integer> devices = new ArrayList<>();

  @Option(
      names = "--readings",
      paramLabel = "<n>",
      defaultValue = "20000000",
      description = "Readings of each topic, about. Default: ${DEFAULT-VALUE}.")
  private long readings;

  @Option(
      names = "--states",
      paramLabel = "<heap|rocksdb>",
      split = ",",
      defaultValue = "heap,rocksdb",
      description = "Where state lies, by comma. Default: ${DEFAULT-VALUE}.")
  private List<StreamSubject.State> states = new ArrayList<>();

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private HeapOption heap = new HeapOption("the stream's JVM", "8g");

  @Mixin
  private RecordingOption jfr =
      new RecordingOption("Record each round with Java Flight Recorder into this folder.");

  @Mixin
  private GivenStreamOptions streamOptions =
      new GivenStreamOptions("An option of `wattflow stream`; repeatable.");

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    for (int count : devices) {
      if (count < RATE / 1000 || count > readings) {
        throw new BenchException(
            "--devices must lie between %d and --readings: %d".formatted(RATE / 1000, count));
      }
    }
    options.rounds();
    streamOptions.requireUsable();
    options.requireConditions(
        devices.size() * readings * StreamTopics.DISK_BYTES_PER_READING + OTHER_DISK,
        heap.bytes() + OTHER_MEMORY);
    List<SubjectResult> results;
    Map<String, String> workload = new LinkedHashMap<>();
    try (Bench bench = options.openBench()) {
      List<StreamSubject> subjects = new ArrayList<>();
      for (int count : devices) {
        Duration interval = Duration.ofMillis(count * 1000L / RATE);
        Topics.Filled topic =
            StreamTopics.fill(
                bench, "telemetry-" + count, count, readings, interval, PARTITIONS, out);
        String label = String.format(Locale.ROOT, "%,d devices", count);
        workload.put(
            label,
            String.format(
                Locale.ROOT,
                "%,d records, %,d distinct readings, each device every %.1f s",
                topic.records(),
                topic.readings(),
                interval.toMillis() / 1000.0));
        for (StreamSubject.State state : states) {
          subjects.add(subject(bench, label, topic, state));
        }
      }
      results = Comparison.run(subjects, options.rounds(), out);
    }
    options.note("on-time panes only: no early panes, no allowed lateness");
    options.report("cardinality", workload, results, out);
    return Comparison.exitCode(results);
  }

  private StreamSubject subject(
      Bench bench, String label, Topics.Filled topic, StreamSubject.State state) {
    return new StreamSubject(
        label.replace(" devices", "") + (state == StreamSubject.State.HEAP ? " heap" : " rocksdb"),
        StreamSubject.Kind.WATTFLOW,
        bench,
        topic,
        new StreamSubject.Setup(
            heap.size(),
            PARALLELISM,
            state == StreamSubject.State.ROCKSDB,
            streamOptions.all(),
            jfr.recordings()));
  }
}
