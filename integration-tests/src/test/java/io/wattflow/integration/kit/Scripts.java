package io.wattflow.integration.kit;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

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
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    System.out.printf("input: seed %d, %d devices, %s until %s%n", seed, devices, span, end);
    List<ProducedRecord> records = new ArrayList<>();
    TelemetryScript.of(seed, faults, Fleet.household(seed, devices, end, span))
        .forEach(records::add);
    return records;
  }
}
