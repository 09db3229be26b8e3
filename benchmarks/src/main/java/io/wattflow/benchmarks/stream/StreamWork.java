package io.wattflow.benchmarks.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a subject is told to do, passed on its command line.
 *
 * @param bootstrap servers of the broker
 * @param topic to drain
 * @param partitions it has
 * @param readings distinct readings in it, the closers not counted
 * @param parallelism tasks or threads
 * @param round makes consumer groups and application ids unique
 * @param rocksDb whether state is to lie in RocksDB instead of the heap, where the subject has it
 * @param folder for checkpoints and local state
 * @param patience without any progress, after which the subject gives up
 * @param options further options of the subject's own, such as {@code --maxBundleSize=50000}
 */
record StreamWork(
    String bootstrap,
    String topic,
    int partitions,
    long readings,
    int parallelism,
    String round,
    boolean rocksDb,
    Path folder,
    Duration patience,
    List<String> options) {
  /** Length of the shortest windows. */
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Length of the sliding windows, which start every minute. */
  static final Duration SLIDING = Duration.ofMinutes(5);

  static final Duration HOUR = Duration.ofHours(1);

  /** How far the watermark stays behind the newest event of a partition. */
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);

  /** Interval of checkpoints, commits of changelogs and the like. */
  static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  /** Records of a poll and bytes of a fetch: for all what the product found best for itself. */
  static final int MAX_POLL_RECORDS = 1_000;

  static final int MAX_PARTITION_FETCH_BYTES = 4 << 20;

  /** Sliding windows that a reading is in. */
  static final int OVERLAP = (int) (SLIDING.toMillis() / MINUTE.toMillis());

  List<String> toArguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "bootstrap=" + bootstrap,
                "topic=" + topic,
                "partitions=" + partitions,
                "readings=" + readings,
                "parallelism=" + parallelism,
                "round=" + round,
                "rocksDb=" + rocksDb,
                "folder=" + folder,
                "patienceSeconds=" + patience.toSeconds()));
    arguments.addAll(options);
    return arguments;
  }

  static StreamWork of(String... arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> options = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--")) {
        options.add(argument);
      } else {
        values.put(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
    return new StreamWork(
        value(values, "bootstrap"),
        value(values, "topic"),
        Integer.parseInt(value(values, "partitions")),
        Long.parseLong(value(values, "readings")),
        Integer.parseInt(value(values, "parallelism")),
        value(values, "round"),
        Boolean.parseBoolean(value(values, "rocksDb")),
        Path.of(value(values, "folder")),
        Duration.ofSeconds(Long.parseLong(value(values, "patienceSeconds"))),
        options);
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("argument " + name + " is missing");
    }
    return value;
  }
}
