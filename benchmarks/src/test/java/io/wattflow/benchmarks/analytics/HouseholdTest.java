package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HouseholdTest {
  private static final Workload LOAD =
      Workload.steady(
          5,
          600,
          200,
          Instant.parse("2026-11-01T10:00:00Z"),
          Duration.ofHours(1),
          Duration.ofMinutes(1));

  @Test
  void theirDevicesAreThoseOfTheLoad() {
    List<Household> households = Household.of(LOAD, 50);

    Map<String, Long> owners = new HashMap<>();
    for (ProducedRecord produced : LOAD.first(10_000).records()) {
      TrueReading reading = produced.reading();
      if (reading != null) {
        owners.put(reading.deviceId(), reading.userId());
      }
    }
    assertThat(households).hasSize(50);
    assertThat(households).isSortedAccordingTo((a, b) -> Long.compare(a.userId(), b.userId()));
    for (Household household : households) {
      assertThat(household.types()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(household.types().keySet())
          .allSatisfy(device -> assertThat(owners).containsEntry(device, household.userId()));
    }
  }

  @Test
  void aSmallLoadHasNotEnough() {
    assertThatThrownBy(() -> Household.of(LOAD, 101))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("--users")
        .hasMessageContaining("--devices");
  }
}
