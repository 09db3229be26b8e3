package io.wattflow.benchmarks.latency;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.live.LiveOptions;
import io.wattflow.benchmarks.live.StreamSettings;
import io.wattflow.benchmarks.live.UsersOption;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench latency}. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = {
      "From the broker's acceptance of a reading to the row of its minute that counts it.",
      "At steady rates, with checkpoints every 10 s, bundles of 300 ms and early panes every"
          + " second. The delays are those of all readings of a few users that are accepted in the measured time, late"
          + " ones too; the load goes on until they are visible, a minute at most. A round has its"
          + " own warm-up."
    })
public final class LatencyCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private LiveOptions live = new LiveOptions();
  @Mixin private UsersOption users = new UsersOption();
  @Mixin private HeapOption heap = new HeapOption("the stream's process", "6g");

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "20000,50000,100000",
      paramLabel = "<n>",
      description = "Readings a second. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rates = new ArrayList<>();

  @Option(
      names = "--warm-up",
      defaultValue = "30s",
      paramLabel = "<time>",
      description = "Before delays count. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "";

  @Option(
      names = "--duration",
      defaultValue = "60s",
      paramLabel = "<time>",
      description = "How long delays count. Default: ${DEFAULT-VALUE}.")
  private String duration = "";

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Duration before = LiveOptions.duration("--warm-up", warmUp, Duration.ZERO);
    Duration measured = LiveOptions.duration("--duration", duration, SHORTEST);
    int watched = users.number();
    LiveOptions.requireDistinct("--rates", rates);
    rates.forEach(rate -> live.requireRate("--rates", rate));
    int rounds = common.rounds();
    StreamSettings settings =
        live.streamSettings(
            LatencySubject.LATENESS,
            List.of(
                "--parallelism=2",
                "--minuteEarlyFiring=1s",
                "--maxBundleTimeMills=300",
                "--checkpointingInterval=10000"));
    // Of one round each: its topic and its tables are deleted in the end.
    long readings =
        rates.stream().mapToLong(Integer::longValue).sum()
            * before.plus(measured).plus(LatencySubject.UNTIL_VISIBLE).toSeconds();
    common.requireConditions(
        LiveOptions.diskBytes(readings), LiveOptions.memoryBytes(heap.bytes(), 0));
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      results =
          Comparison.run(
              rates.stream()
                  .map(
                      rate ->
                          new LatencySubject(
                              bench,
                              live,
                              new LatencySubject.Setup(
                                  rate, before, measured, watched, heap.size(), settings)))
                  .toList(),
              0,
              rounds,
              out);
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("load", "steady for %s after %s of warm-up".formatted(measured, before));
    description.put(
        "devices",
        "%,d, of which those of %,d users are watched".formatted(live.devices(), watched));
    description.put(
        "delay", "broker's acceptance to the row of the minute that counts the reading");
    description.put("faults", "0.5 % late by up to a minute, 2 % out of order, 0.5 % repeated");
    common.report("latency", description, results, out);
    return Comparison.exitCode(results);
  }
}
