package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.pipelines.TelemetryStreamPlan;
import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.runners.flink.FlinkStream;
import io.wattflow.runners.flink.FlinkStreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a benchmark runs the stream. Checked as the stream itself checks it, but before anything is
 * started.
 *
 * @param options of {@code wattflow stream} besides addresses and folders, each name once
 * @param checkpointInterval that they set
 * @param allowedLateness that they set, or the stream's default
 */
public record StreamSettings(
    List<String> options, Duration checkpointInterval, Duration allowedLateness) {
  /** The option by which the user sets them. */
  static final String GIVEN_WITH = "--stream-option";

  private static final String BLAME = GIVEN_WITH + ": ";

  /** Those of {@link StreamRun#options}, and what would make it another run. */
  private static final Set<String> TAKEN =
      Set.of(
          "attachedMode",
          "bootstrapServers",
          "checkpointDir",
          "clickhouseDatabase",
          "clickhouseUrl",
          "flinkMaster",
          "groupId",
          "redisUrl",
          "restoreFrom",
          "runner",
          "startFrom",
          "topic");

  /** Copies the options. */
  public StreamSettings {
    options = List.copyOf(options);
  }

  /**
   * What a benchmark sets, and what its user does; of options with the same name the user's counts.
   *
   * @param own options of the benchmark, {@code --name=value} each, with a checkpoint interval
   * @param given by the user
   * @throws BenchException naming the first option that is none, that the benchmark needs for
   *     itself, or whose value the stream would refuse
   */
  public static StreamSettings of(List<String> own, List<String> given) {
    List<String> all = merged(own, given);
    try {
      FlinkStreamOptions options =
          Arguments.of(all.toArray(String[]::new))
              .withDefaults(FlinkStream.DEFAULTS)
              .as(FlinkStreamOptions.class);
      TelemetryStreamPlan plan = TelemetryStreamPlan.of(options);
      Duration interval = Duration.ofMillis(options.getCheckpointingInterval());
      if (interval.isNegative() || interval.isZero()) {
        throw new BenchException(BLAME + "--checkpointingInterval must be at least 1");
      }
      return new StreamSettings(all, interval, plan.rollups().allowedLateness());
    } catch (IllegalArgumentException e) {
      throw new BenchException(BLAME + e.getMessage(), e);
    }
  }

  /** As a report tells them, together with the heap. */
  public String withHeap(String heap) {
    return "-Xmx" + heap + " " + String.join(" ", options);
  }

  /**
   * What a benchmark sets and what its user does, without asking the stream.
   *
   * @throws BenchException naming the first option that is none or that the benchmark needs
   */
  public static List<String> merged(List<String> own, List<String> given) {
    List<String> all = new ArrayList<>(own);
    for (String option : given) {
      String prefix = option.substring(0, option.indexOf('=') + 1);
      if (!prefix.matches("--[A-Za-z]\\w*=")) {
        throw new BenchException(BLAME + "not --name=value: " + option);
      }
      if (TAKEN.contains(prefix.substring(2, prefix.length() - 1))) {
        throw new BenchException(BLAME + "the benchmark itself sets " + prefix);
      }
      all.removeIf(earlier -> earlier.startsWith(prefix));
      all.add(option);
    }
    return all;
  }
}
