package io.wattflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Help entries of the commands that {@code bin/wattflow} starts itself, each with a class path and
 * a heap of its own.
 */
final class LauncherEntries {
  private LauncherEntries() {}

  /** Adds them to the list of commands. */
  static void addTo(CommandLine line) {
    add(
        line,
        "ingest",
        "Run the ingestion service: telemetry over HTTP -> Kafka.",
        "On port 3002; --auth tells where the API keys are.");
    add(
        line,
        "keys",
        "Make, list and revoke API keys of the ingestion service.",
        "A key writes for one user's devices.");
    add(
        line,
        "analytics",
        "Run the analytics service: questions over HTTP -> caches and ClickHouse; the dashboard.",
        "On port 3003; --auth tells whose tokens hold.");
    add(
        line,
        "tokens",
        "Make tokens of the analytics service where there is no identity provider.",
        "A token shows one user's energy.");
    add(
        line,
        "stream",
        "Run the telemetry stream: Kafka -> Beam on Flink -> ClickHouse and Redis.",
        "Embedded by default; on a cluster with --flinkMaster=host:port; --runner=direct without"
            + " Flink.");
    add(
        line,
        "backfill",
        "Recompute rollups of the past from stored readings, in batch.",
        "Replaces rows and never adds to them; beside the stream, and as often as you like.");
    add(
        line,
        "audit",
        "Compare rollups with what raw readings say, and repair what differs.",
        "--every=1h stays, and looks at each hour and day when it has settled.");
    add(
        line,
        "archive",
        "Write raw readings to Avro files before their TTL ends, verified by count and checksum.",
        "`wattflow backfill --source=files` makes rollups of them.");
    add(line, "bench", "Measure Wattflow on this machine, beside its peers.");
  }

  private static void add(CommandLine line, String name, String... description) {
    CommandLine entry = new CommandLine(new Entry(name));
    List<String> lines = new ArrayList<>(List.of(description));
    lines.add("`bin/wattflow " + name + " --help` tells its options.");
    entry.getCommandSpec().usageMessage().description(lines.toArray(String[]::new));
    line.addSubcommand(name, entry);
  }

  @Command(mixinStandardHelpOptions = true)
  private static final class Entry implements Callable<Integer> {
    private final String name;
    @Unmatched private final List<String> arguments = new ArrayList<>();

    Entry(String name) {
      this.name = name;
    }

    @Override
    public Integer call() throws CommandFailedException {
      throw new CommandFailedException(
          "start it with bin/wattflow %s %s".formatted(name, String.join(" ", arguments)).strip());
    }
  }
}
