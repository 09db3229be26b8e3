package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.RowsChecked;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.HeapOption;
import io.wattflow.benchmarks.harness.SubjectResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench live}. */
@Command(
    name = "live",
    mixinStandardHelpOptions = true,
    description = {
      "A steady load, sent as it happens, beside the stream with all its sinks.",
      "Judges whether the stream keeps up, completes its checkpoints and needs no more and more"
          + " memory, and counts in the end whether everything has arrived; exit code 1 if not. One"
          + " run; --rounds does not count."
    })
public final class LiveCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(45);
  private static final Duration SHORTEST_LATENESS = Duration.ofMinutes(1);

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private LiveOptions live = new LiveOptions();
  @Mixin private HeapOption heap = new HeapOption("the stream's process", "6g");

  @Option(
      names = "--rate",
      defaultValue = "200000",
      paramLabel = "<n>",
      description = "Readings a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--duration",
      defaultValue = "10m",
      paramLabel = "<time>",
      description = "How long the load lasts, at least 45s. Default: ${DEFAULT-VALUE}.")
  private String duration = "";

  @Option(
      names = "--allowed-lateness",
      defaultValue = "3m",
      paramLabel = "<time>",
      description =
          "Of the stream. Its state holds readings so long, at 12 bytes each, and only after that can"
              + " memory be flat: with the stream's own default, 10m, a run of 10 minutes cannot show"
              + " it. Default: ${DEFAULT-VALUE}.")
  private String allowedLateness = "";

  @Option(
      names = "--check",
      description =
          "Compare every row with the model in the end, not only their number; the model needs 150"
              + " bytes of memory for each reading.")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Duration span = LiveOptions.duration("--duration", duration, SHORTEST);
    Duration lateness =
        LiveOptions.duration("--allowed-lateness", allowedLateness, SHORTEST_LATENESS);
    live.requireRate("--rate", rate);
    StreamSettings settings =
        live.streamSettings(
            SHORTEST_LATENESS,
            List.of(
                "--parallelism=2",
                "--allowedLateness=" + lateness.toSeconds() + "s",
                "--checkpointingInterval=10000"));
    long readings = rate * span.toSeconds();
    common.requireConditions(
        LiveOptions.diskBytes(readings),
        LiveOptions.memoryBytes(heap.bytes(), check ? RowsChecked.heapBytes(readings) : 0));
    LiveRun.Setup setup = new LiveRun.Setup(rate, span, heap.size(), settings, check);
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      results = List.of(new LiveRun(bench, live, setup, common::note, out).result());
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("load", "%,d readings/s for %s, event times = now".formatted(rate, span));
    description.put("devices", "%,d".formatted(live.devices()));
    description.put("faults", "0.5 % late, 2 % out of order, 0.5 % repeated");
    description.put("samples", "every 5 s; the rate is what the stream has read in between");
    common.report("live", description, results, out);
    return Comparison.exitCode(results);
  }
}
