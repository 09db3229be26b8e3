package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.pipelines.options.OptionValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of all benchmarks with a paced load; to be mixed in. */
public final class LiveOptions {
  private static final long SEED = 11;

  /** So long after now the first reading is due: the time to make a producer ready. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  @Option(
      names = "--devices",
      defaultValue = "10000",
      paramLabel = "<n>",
      description =
          "Devices that share the load, each reporting at the same pace; event times are the clock's."
              + " At 200,000 events/s 10,000 devices report 20 times, 200,000 once a second. Default:"
              + " ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--stream-option",
      paramLabel = "<--name=value>",
      description =
          "An option of `wattflow stream`, such as --stream-option=--clickhouseWriter=binary;"
              + " repeatable. It replaces what the benchmark sets.")
  private List<String> streamOptions = new ArrayList<>();

  /** Devices that share the load. */
  public int devices() {
    return devices;
  }

  /** What was given with {@code --stream-option}, behind what the benchmark sets. */
  public List<String> streamOptions(String... own) {
    List<String> options = new ArrayList<>(List.of(own));
    options.addAll(streamOptions);
    return options;
  }

  /** A load from a moment ahead on. */
  public Workload workload(int perSecond, Duration span, Duration maxLateness) {
    if (devices < 1 || perSecond < 1) {
      throw new BenchException("--devices and --rate must be at least 1");
    }
    try {
      return Workload.steady(
          SEED, devices, perSecond, Instant.now().plus(AHEAD), span, maxLateness);
    } catch (IllegalArgumentException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads a duration such as 10m.
   *
   * @throws BenchException naming the option if it is none, or shorter than {@code least}
   */
  public static Duration duration(String option, String value, Duration least) {
    try {
      return OptionValues.duration(option, value, least);
    } catch (IllegalArgumentException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }
}
