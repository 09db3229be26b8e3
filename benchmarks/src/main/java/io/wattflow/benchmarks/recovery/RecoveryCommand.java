package io.wattflow.benchmarks.recovery;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.live.LiveOptions;
import io.wattflow.benchmarks.live.StreamSettings;
import io.wattflow.benchmarks.live.UsersOption;
import io.wattflow.platform.flink.FlinkClusterConfig;
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

/** {@code wattflow bench recovery}. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    description = {
      "kill -9 of a TaskManager that runs the job, under a steady load; another one takes over.",
      "Time from the kill until all that was sent is visible again but for the last moments, as"
          + " before the kill. In the end every row is compared with an independent model."
    })
public final class RecoveryCommand implements Callable<Integer> {
  private static final Duration FLINK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration FLINK_TIMEOUT = Duration.ofSeconds(50);
  private static final int SLOTS = 2;
  private static final int LEAST_HEAP = 256;
  private static final long DISK_BYTES = 10L << 30;
  private static final long OTHER_MEMORY = 8L << 30;

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private LiveOptions live = new LiveOptions();
  @Mixin private UsersOption users = new UsersOption();

  @Option(
      names = "--rate",
      defaultValue = "100000",
      paramLabel = "<n>",
      description = "Readings a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--layouts",
      split = ",",
      defaultValue = "spread",
      paramLabel = "<name>",
      description =
          "spread: the job runs on both TaskManagers, and each has room for all of it; standby: it"
              + " runs on one, and the other has never run it. Default: ${DEFAULT-VALUE}.")
  private List<RecoverySubject.Layout> layouts = new ArrayList<>();

  @Option(
      names = "--settle",
      defaultValue = "30s",
      paramLabel = "<time>",
      description =
          "Before the kill of each round; two checkpoints, 20 s of watching, a checkpoint and half"
              + " of the time until the next one follow. Default: ${DEFAULT-VALUE}.")
  private String settle = "";

  @Option(
      names = "--task-heap",
      defaultValue = "3072",
      paramLabel = "<MB>",
      description = "Heap of each of the two TaskManagers for the job. Default: ${DEFAULT-VALUE}.")
  private int taskHeap;

  @Option(
      names = "--flink-heartbeats",
      description =
          "With Flink's own heartbeats, every 10 s and lost after 50 s, instead of ours, 1 s and 10 s.")
  private boolean flinkHeartbeats;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Duration before = LiveOptions.duration("--settle", settle, Duration.ofSeconds(1));
    int watched = users.number();
    if (taskHeap < LEAST_HEAP) {
      throw new BenchException("--task-heap must be at least " + LEAST_HEAP + ": " + taskHeap);
    }
    LiveOptions.requireDistinct("--layouts", layouts);
    live.requireRate("--rate", rate);
    int rounds = common.rounds();
    StreamSettings settings =
        live.streamSettings(
            RecoverySubject.LATENESS,
            List.of(
                "--parallelism=" + SLOTS,
                "--minuteEarlyFiring=1s",
                "--windowEarlyFiring=10s",
                "--checkpointingInterval=10000"));
    common.requireConditions(DISK_BYTES, OTHER_MEMORY + 2L * taskHeap * (1 << 20));
    FlinkClusterConfig cluster = FlinkClusterConfig.small(SLOTS).withTaskHeap(taskHeap);
    if (flinkHeartbeats) {
      cluster = cluster.withHeartbeats(FLINK_INTERVAL, FLINK_TIMEOUT);
    }
    List<RecoverySubject.Setup> setups = new ArrayList<>();
    for (RecoverySubject.Layout layout : layouts) {
      setups.add(new RecoverySubject.Setup(layout, rate, before, watched, cluster, settings));
    }
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      results =
          Comparison.run(
              setups.stream().map(setup -> new RecoverySubject(bench, live, setup, out)).toList(),
              0,
              rounds,
              out);
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("load", "%,d readings/s, event times = now, all along".formatted(rate));
    description.put("devices", "%,d".formatted(live.devices()));
    description.put(
        "cluster",
        "a JobManager, two TaskManagers of %,d MB; heartbeats every %,d ms, lost after %,d ms"
            .formatted(
                taskHeap,
                cluster.heartbeatInterval().toMillis(),
                cluster.heartbeatTimeout().toMillis()));
    description.put("kill", "half a checkpoint interval after a checkpoint was completed");
    description.put("rate", "accepted by the broker between the kill and the end of catching up");
    common.report("recovery", description, results, out);
    return Comparison.exitCode(results);
  }
}
