package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A user who looks at what the devices of a load report.
 *
 * @param userId as the load has it
 * @param types of the devices by their ids
 */
record Household(long userId, SortedMap<String, String> types) {
  /** With fewer, the answers would be small. */
  private static final int FEWEST_DEVICES = 3;

  /** In so many reports of each device, nearly all of them have come. */
  private static final int INTERVALS = 3;

  /**
   * The first households of a load, by their ids.
   *
   * @param wanted how many
   * @throws BenchException if the load has fewer
   */
  static List<Household> of(Workload workload, int wanted) {
    Duration looked = workload.interval().multipliedBy(INTERVALS);
    long endMillis = workload.start().plus(looked).toEpochMilli();
    Map<Long, SortedMap<String, String>> owned = new TreeMap<>();
    for (ProducedRecord produced : workload.records()) {
      if (produced.eventTimeMillis() >= endMillis) {
        break;
      }
      TrueReading reading = produced.reading();
      if (reading != null) {
        owned
            .computeIfAbsent(reading.userId(), user -> new TreeMap<>())
            .put(reading.deviceId(), reading.deviceType());
      }
    }
    List<Household> households = new ArrayList<>();
    owned.forEach(
        (user, types) -> {
          if (types.size() >= FEWEST_DEVICES && households.size() < wanted) {
            households.add(new Household(user, types));
          }
        });
    if (households.size() < wanted) {
      throw new BenchException(
          "--users: the load has %,d users with %d devices or more: raise --devices"
              .formatted(households.size(), FEWEST_DEVICES));
    }
    return List.copyOf(households);
  }
}
