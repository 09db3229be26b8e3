package io.wattflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Help entry of {@code stream}. {@code bin/wattflow} starts the stream itself, since it needs the
 * class path of a runner and a heap of its own.
 */
@Command(
    name = "stream",
    description = {
      "Run the telemetry stream: Kafka -> Beam on Flink -> ClickHouse and Redis.",
      "Embedded by default; on a cluster with --flinkMaster=host:port; --runner=direct without"
          + " Flink.",
      "`bin/wattflow stream --help` tells its options."
    },
    mixinStandardHelpOptions = true)
final class StreamCommand implements Callable<Integer> {
  @Unmatched private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailedException {
    throw new CommandFailedException(
        "start it with bin/wattflow stream %s".formatted(String.join(" ", arguments)).strip());
  }
}
