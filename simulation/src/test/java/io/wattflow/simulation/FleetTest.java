package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant END = Instant.parse("2026-06-01T13:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private static List<Measurement> all(Fleet fleet) {
    List<Measurement> all = new ArrayList<>();
    for (Iterator<Measurement> each = fleet.measurements(); each.hasNext(); ) {
      all.add(each.next());
    }
    return all;
  }

  @Test
  void whatASeedMeansStaysAsItIs() throws NoSuchAlgorithmException {
    Instant end = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(
            digest(
                TelemetryScript.of(
                    7, Faults.demo(), Fleet.household(7, 400, end, Duration.ofMinutes(30)))))
        .isEqualTo("d3fdc3fca5f002acf7bb785df781942280f67f1eb936d6fca28a4f72d2431e29");
    assertThat(digest(TelemetryScript.benchmark(6, 100, 10_000, end)))
        .isEqualTo("63939a29cb22731b16999aa011f20e78daa6b3fef5e4f9437001aff0f567137c");
  }

  @Test
  void oneInEightOfALiveFleetIsAnInverterThatExportsByDay() {
    List<Measurement> noon = all(Fleet.live(1, 160, END, HOUR, Duration.ofMinutes(1)));
    List<Measurement> produced =
        noon.stream().filter(m -> m.device().type() == Appliance.INVERTER).toList();

    assertThat(produced.stream().map(Measurement::device).distinct()).hasSize(20);
    assertThat(produced).allMatch(m -> m.watts() < -300 && m.watts() > -15_000);

    Instant night = Instant.parse("2026-06-01T00:30:00Z");
    assertThat(all(Fleet.live(1, 160, night, HOUR, Duration.ofMinutes(1))))
        .filteredOn(m -> m.device().type() == Appliance.INVERTER)
        .isNotEmpty()
        // Not even -0.0.
        .allMatch(m -> Double.doubleToRawLongBits(m.watts()) == 0);
  }

  @Test
  void theRateIsExactEvenIfTheIntervalIsNoWholeNumberOfMilliseconds() {
    // 1,000 devices and 3,000 readings/s.
    Fleet fleet = Fleet.live(2, 1_000, END, Duration.ofSeconds(60), Duration.ofNanos(333_333_333));

    List<Measurement> measured = all(fleet);
    assertThat((double) measured.size()).isCloseTo(180_000, within(1_000.0));
    long last = 0;
    for (Measurement m : measured) {
      assertThat(m.eventTimeMillis()).isGreaterThan(last - ReadingSource.MAX_DISORDER_MILLIS);
      last = Math.max(last, m.eventTimeMillis());
    }
  }

  @Test
  void anOwnerHasAllDevicesAndChangesNothingElse() {
    Fleet fleet = Fleet.live(3, 400, END, HOUR, Duration.ofMinutes(1));
    Fleet owned = fleet.ownedBy(42);

    List<Measurement> before = all(fleet);
    List<Measurement> after = all(owned);
    assertThat(after).allMatch(m -> m.userId() == 42);
    Set<Long> owners = new HashSet<>();
    before.forEach(m -> owners.add(m.userId()));
    assertThat(owners).hasSizeGreaterThan(20);
    assertThat(after)
        .isEqualTo(
            before.stream()
                .map(m -> m.withIdentity(42, m.eventTimeMillis(), m.sequence()))
                .toList());
    assertThatThrownBy(() -> fleet.ownedBy(0)).hasMessageContaining("userId");
  }

  private static String digest(TelemetryScript script) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (ProducedRecord produced : script) {
      digest.update(produced.key().getBytes(StandardCharsets.UTF_8));
      digest.update(produced.payload());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
