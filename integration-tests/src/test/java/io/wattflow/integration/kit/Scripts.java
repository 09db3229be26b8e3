package io.wattflow.integration.kit;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ReadingSource;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Inputs of scenarios. The seed is printed; the same seed and end give the same records. */
public final class Scripts {
  private static final Duration LATENESS = Duration.ofMinutes(8);

  private Scripts() {}

  /** Some of every fault, more than in the demo. */
  public static Faults faults() {
    return new Faults(0.03, 0.05, 0.03, 0.01, 0.03, 0.001, 0.005, Duration.ofMinutes(3), LATENESS);
  }

  /**
   * Household devices that report every 10 s, up to now, with {@link #faults()}.
   *
   * @param span how much event time they cover
   */
  public static List<ProducedRecord> household(long seed, int devices, Duration span) {
    return household(seed, devices, span, faults());
  }

  /** As the other, with other faults. */
  public static List<ProducedRecord> household(
      long seed, int devices, Duration span, Faults faults) {
    return household(seed, devices, Instant.now().truncatedTo(ChronoUnit.SECONDS), span, faults);
  }

  /** As the other, up to another time than now. */
  public static List<ProducedRecord> household(
      long seed, int devices, Instant end, Duration span, Faults faults) {
    System.out.printf("input: seed %d, %d devices, %s until %s%n", seed, devices, span, end);
    List<ProducedRecord> records = new ArrayList<>();
    TelemetryScript.of(seed, faults, Fleet.household(seed, devices, end, span))
        .forEach(records::add);
    return records;
  }

  /**
   * Bursts of readings without faults and with silence between them, in order of time.
   *
   * @param end of the last burst
   * @param every from the end of a burst to that of the next; longer than {@code span}
   * @param span of a burst
   */
  public static List<ProducedRecord> bursts(
      long seed, int devices, int count, Instant end, Duration every, Duration span) {
    System.out.printf("input: seed %d, %d bursts until %s%n", seed, count, end);
    ReadingSource[] bursts =
        IntStream.range(0, count)
            .mapToObj(
                burst -> Fleet.household(seed, devices, end.minus(every.multipliedBy(burst)), span))
            .toArray(ReadingSource[]::new);
    List<ProducedRecord> records = new ArrayList<>();
    TelemetryScript.of(seed, Faults.none(), bursts).forEach(records::add);
    return records;
  }
}
