package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.pipelines.options.OptionValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all benchmarks with a paced load; to be mixed in. */
public final class LiveOptions {
  private static final long SEED = 11;

  /** So long after now the first reading is due: the time to make a producer ready. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** Topic, raw rows and their merges, checkpoints. */
  private static final long DISK_BYTES_OF_READING = 120;

  private static final long DISK_BYTES_AT_LEAST = 4L << 30;

  /** Kafka, ClickHouse, Redis and the load. */
  private static final long OTHER_MEMORY = 6L << 30;

  @Option(
      names = "--devices",
      defaultValue = "10000",
      paramLabel = "<n>",
      description =
          "Devices that share the load, each reporting at the same pace; event times are the clock's."
              + " At 200,000 events/s 10,000 devices report 20 times, 200,000 once a second. Default:"
              + " ${DEFAULT-VALUE}.")
  private int devices;

  @Mixin
  private GivenStreamOptions streamOptions =
      new GivenStreamOptions(
          "An option of `wattflow stream`, such as --stream-option=--clickhouseWriter=binary;"
              + " repeatable. It replaces what the benchmark sets.");

  /** Devices that share the load. */
  public int devices() {
    return devices;
  }

  /**
   * Checks {@code --devices} together with a rate.
   *
   * @param option that gave the rate
   * @param perSecond readings
   * @throws BenchException if one of them is below 1, or a device would report too often
   */
  public void requireRate(String option, int perSecond) {
    if (devices < 1) {
      throw new BenchException("--devices must be at least 1: " + devices);
    }
    if (perSecond < 1) {
      throw new BenchException(option + " must be at least 1: " + perSecond);
    }
    try {
      Workload unused = workload(perSecond, AHEAD, AHEAD);
    } catch (IllegalArgumentException e) {
      throw new BenchException(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * What was given with {@code --stream-option}, together with what the benchmark sets.
   *
   * @param maxLateness of the load
   * @param own as {@link StreamSettings#of} takes them
   * @throws BenchException if an option cannot work, or the stream would drop late readings
   */
  public StreamSettings streamSettings(Duration maxLateness, List<String> own) {
    StreamSettings settings = streamOptions.over(own);
    if (settings.allowedLateness().compareTo(maxLateness) < 0) {
      throw new BenchException(
          "--stream-option: --allowedLateness must be at least the load's lateness, "
              + maxLateness.toSeconds()
              + "s");
    }
    return settings;
  }

  /**
   * A load from a moment ahead on.
   *
   * @param perSecond that {@link #requireRate} has let pass
   */
  public Workload workload(int perSecond, Duration span, Duration maxLateness) {
    return Workload.steady(SEED, devices, perSecond, Instant.now().plus(AHEAD), span, maxLateness);
  }

  /**
   * Reads a duration such as 10m.
   *
   * @throws BenchException naming the option if it is none, or shorter than {@code least}
   */
  public static Duration duration(String option, String value, Duration least) {
    try {
      return OptionValues.duration(option.substring(2), value, least);
    } catch (IllegalArgumentException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks that none is named twice: subjects, and what they leave on disk, go by these names.
   *
   * @throws BenchException naming the option if it gives none, or one twice
   */
  public static void requireDistinct(String option, List<?> values) {
    if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
      throw new BenchException(option + " must name at least one, and none twice: " + values);
    }
  }

  /** What a load of so many readings needs on disk, in bytes. */
  public static long diskBytes(long readings) {
    return DISK_BYTES_AT_LEAST + readings * DISK_BYTES_OF_READING;
  }

  /**
   * What all processes together need, in bytes.
   *
   * @param heap bytes of the stream's heap
   * @param later bytes that another process takes when the stream has ended; 0 if there is none
   */
  public static long memoryBytes(long heap, long later) {
    return OTHER_MEMORY + Math.max(heap, later);
  }
}
