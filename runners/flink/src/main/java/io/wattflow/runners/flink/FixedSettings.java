package io.wattflow.runners.flink;

import io.wattflow.pipelines.options.OptionException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The options that a checkpoint holds inside: those of its source, and those that its keys and
 * windows are made of. A restored job would ignore other values without a word, or mix the two, so
 * they are kept beside the checkpoints and compared.
 *
 * @param values option by name
 */
record FixedSettings(Map<String, String> values) {
  private static final String FILE = "wattflow-fixed.properties";

  static FixedSettings of(FlinkStreamOptions options) {
    Map<String, String> values = new TreeMap<>();
    values.put("bootstrapServers", options.getBootstrapServers());
    values.put("topic", options.getTopic());
    values.put("groupId", options.getGroupId());
    values.put("outOfOrderness", options.getOutOfOrderness());
    values.put("idleTimeout", options.getIdleTimeout());
    values.put("maxFutureSkew", options.getMaxFutureSkew());
    values.put("minuteWindow", options.getMinuteWindow());
    values.put("hourWindow", options.getHourWindow());
    values.put("dayWindow", options.getDayWindow());
    values.put("slidingLength", options.getSlidingLength());
    values.put("slidingPeriod", options.getSlidingPeriod());
    values.put("shards", Integer.toString(options.getShards()));
    // The writers have steps of other names, and Flink keeps state, though empty, for each step.
    values.put("clickhouseWriter", options.getClickhouseWriter().toLowerCase(Locale.ROOT));
    return new FixedSettings(values);
  }

  /**
   * Keeps the settings beside the checkpoints that a new job will write.
   *
   * @throws IOException if the folder cannot be written
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
      properties.store(out, "What the checkpoints in this folder hold inside; see --restoreFrom.");
    }
  }

  /**
   * When a job last started anew in this folder, in epoch milliseconds; 0 if none has. Checkpoints
   * that are older belong to the jobs before it.
   */
  static long startedAnewMillis(Path folder) {
    return folder.resolve(FILE).toFile().lastModified();
  }

  /**
   * Compares with what was kept; a folder without the file is one of a cluster and not compared.
   *
   * @throws OptionException naming the first option that differs
   * @throws IOException if the file cannot be read
   */
  void requireSameAs(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    Properties kept = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      kept.load(in);
    }
    values.forEach(
        (option, value) -> {
          String before = kept.getProperty(option, value);
          if (!before.equals(value)) {
            throw new OptionException(
                option,
                value,
                "the checkpoint was written with "
                    + before
                    + " and can only go on with that; leave --restoreFrom away to start anew");
          }
        });
  }
}
