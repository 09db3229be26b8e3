package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.platform.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one run of the stream reads and writes.
 *
 * @param topic of the readings
 * @param checkpoints folder of its checkpoints
 * @param log what it prints
 */
public record StreamRun(String topic, Path checkpoints, Path log) {
  /** Partitions of each topic. */
  public static final int PARTITIONS = 4;

  /** Names made of one word. */
  public static StreamRun named(Bench bench, String name) {
    return new StreamRun(
        "telemetry-" + name,
        bench.folder().resolve("checkpoints-" + name),
        bench.folder().resolve("stream-" + name + ".log"));
  }

  /** The options of {@code wattflow stream}; of those with the same name the last one counts. */
  public List<String> options(Platform platform, List<String> more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--bootstrapServers=" + platform.kafkaBootstrap(),
                "--topic=" + topic,
                "--groupId=" + topic,
                "--clickhouseUrl=" + platform.clickHouseUrl(),
                "--clickhouseDatabase=" + StreamTables.DATABASE,
                "--redisUrl=" + platform.redisUri(),
                "--checkpointDir=" + checkpoints));
    for (String option : more) {
      String name = option.substring(0, option.indexOf('=') + 1);
      options.removeIf(earlier -> !name.isEmpty() && earlier.startsWith(name));
      options.add(option);
    }
    return options;
  }
}
