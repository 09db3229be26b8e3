package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wattflow.simulation.ProducedRecord.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TelemetryScriptTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  private static final int DEVICES = 400;
  private static final Duration SPAN = Duration.ofMinutes(30);
  private static final int MEASURED = DEVICES * 180;

  private static Fleet fleet(long seed) {
    return Fleet.household(seed, DEVICES, END, SPAN);
  }

  @Test
  void sameSeedAndEndGiveTheSameBytes() throws NoSuchAlgorithmException {
    TelemetryScript script = TelemetryScript.of(7, Faults.demo(), fleet(7));
    String first = digest(script);
    assertThat(digest(script)).as("iterated again").isEqualTo(first);
    assertThat(digest(TelemetryScript.of(7, Faults.demo(), fleet(7)))).isEqualTo(first);
    assertThat(digest(TelemetryScript.of(8, Faults.demo(), fleet(7)))).isNotEqualTo(first);
    assertThat(digest(TelemetryScript.of(7, Faults.demo(), fleet(8)))).isNotEqualTo(first);
  }

  @Test
  void withoutFaultsEveryMeasurementComesOnceAndInOrder() {
    long last = 0;
    int records = 0;
    for (ProducedRecord produced : TelemetryScript.of(1, Faults.none(), fleet(1))) {
      assertThat(produced.kind()).isEqualTo(Kind.PLAIN);
      assertThat(produced.eventTimeMillis())
          .isGreaterThan(last - ReadingSource.MAX_DISORDER_MILLIS)
          .isLessThan(END.toEpochMilli())
          .isGreaterThanOrEqualTo(END.minus(SPAN).toEpochMilli());
      last = Math.max(last, produced.eventTimeMillis());
      records++;
    }
    assertThat(records).isBetween(MEASURED - DEVICES, MEASURED + DEVICES);
  }

  @Test
  void faultsComeAsOftenAsAsked() {
    Faults faults = Faults.demo();
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (ProducedRecord produced : TelemetryScript.of(2, faults, fleet(2))) {
      counts.merge(produced.kind(), 1, Integer::sum);
    }
    int sent =
        counts.getOrDefault(Kind.PLAIN, 0)
            + counts.getOrDefault(Kind.LATE, 0)
            + counts.getOrDefault(Kind.OUT_OF_ORDER, 0);
    assertThat(share(counts, Kind.LATE, sent)).isCloseTo(faults.late(), within(0.002));
    assertThat(share(counts, Kind.OUT_OF_ORDER, sent))
        .isCloseTo(faults.outOfOrder(), within(0.004));
    assertThat(share(counts, Kind.REPEATED, sent)).isCloseTo(faults.repeated(), within(0.002));
    assertThat(share(counts, Kind.CONFLICTING, sent))
        .isCloseTo(faults.conflicting(), within(0.001));
    assertThat(share(counts, Kind.MALFORMED, sent)).isCloseTo(faults.malformed(), within(0.001));
    // 2 % singly, and stretches of 15 readings on average that begin at 0.05 %.
    assertThat(1 - (double) sent / MEASURED).isCloseTo(0.02 + 15 * 0.0005, within(0.006));
  }

  private static double share(Map<Kind, Integer> counts, Kind kind, int sent) {
    return (double) counts.getOrDefault(kind, 0) / sent;
  }

  @Test
  void noRecordIsLaterThanAllowedInAnyPartition() {
    Duration maxLateness = Duration.ofMinutes(3);
    Faults faults = Faults.demo().withMaxLateness(maxLateness);
    for (int partitions : new int[] {1, 3, 16}) {
      Map<Integer, Long> highest = new HashMap<>();
      long latest = 0;
      int observablyLate = 0;
      for (ProducedRecord produced : TelemetryScript.of(3, faults, fleet(3))) {
        if (produced.reading() == null) {
          continue;
        }
        int partition = Math.floorMod(produced.key().hashCode(), partitions);
        long before = highest.getOrDefault(partition, Long.MIN_VALUE / 2);
        long lateness = before - produced.eventTimeMillis();
        latest = Math.max(latest, lateness);
        if (produced.kind() == Kind.LATE && lateness > 60_000) {
          observablyLate++;
        }
        highest.put(partition, Math.max(before, produced.eventTimeMillis()));
      }
      assertThat(latest)
          .as("%d partitions", partitions)
          .isLessThanOrEqualTo(maxLateness.toMillis())
          .isGreaterThan(maxLateness.toMillis() * 9 / 10);
      assertThat(observablyLate).isGreaterThan(100);
    }
  }

  @Test
  void repeatsAreTheSameBytesAndConflictsAreNot() {
    Map<String, Set<String>> payloadsAt = new HashMap<>();
    int repeated = 0;
    int conflicting = 0;
    for (ProducedRecord produced : TelemetryScript.of(4, Faults.demo(), fleet(4))) {
      if (produced.reading() == null) {
        continue;
      }
      Set<String> payloads =
          payloadsAt.computeIfAbsent(
              produced.key() + "@" + produced.eventTimeMillis(), key -> new HashSet<>());
      boolean isNew = payloads.add(HexFormat.of().formatHex(produced.payload()));
      if (produced.kind() == Kind.CONFLICTING) {
        assertThat(isNew).isTrue();
        conflicting++;
      }
      if (!isNew) {
        repeated++;
      }
    }
    assertThat(repeated).isGreaterThan(MEASURED / 200);
    assertThat(conflicting).isGreaterThan(MEASURED / 1000);
    assertThat(payloadsAt.values().stream().filter(payloads -> payloads.size() > 1).count())
        .isEqualTo(conflicting);
  }

  @Test
  void everyKindOfMalformationOccurs() {
    Set<String> reasons = new HashSet<>();
    for (ProducedRecord produced : TelemetryScript.of(5, Faults.demo(), fleet(5))) {
      assertThat(produced.expectedReason() == null).isEqualTo(produced.reading() != null);
      if (produced.expectedReason() != null) {
        reasons.add(produced.expectedReason());
      }
    }
    for (Malformation malformation : Malformation.values()) {
      assertThat(reasons).contains(malformation.reason());
    }
  }

  @Test
  void aLongScriptNeedsLittleMemoryAndTime() {
    // Six million records are well over the 1 GB of heap that tests have, if they were kept.
    long started = System.nanoTime();
    long bytes = 0;
    int records = 0;
    for (ProducedRecord produced : TelemetryScript.benchmark(6, 10_000, 6_000_000, END)) {
      bytes += produced.payload().length;
      records++;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        "%,d records, %,d bytes each, %,.0f records/s%n",
        records, bytes / records, records / seconds);
    assertThat(records).isBetween(5_990_000, 6_010_000);
    // A tenth of what it does on an idle machine: this is a guard against the absurd.
    assertThat(records / seconds).isGreaterThan(100_000);
  }

  @Test
  void anIteratorThatIsOverSaysSo() {
    Iterator<ProducedRecord> iterator =
        TelemetryScript.of(1, Faults.none(), Fleet.household(1, 1, END, Duration.ofSeconds(30)))
            .iterator();
    while (iterator.hasNext()) {
      iterator.next();
    }
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void wrongPlansNameTheField() {
    assertThatThrownBy(() -> Faults.demo().withMaxLateness(Duration.ofSeconds(1)))
        .hasMessageContaining("maxLateness");
    assertThatThrownBy(() -> Fleet.household(1, 0, END, SPAN)).hasMessageContaining("devices");
    assertThatThrownBy(() -> Fleet.household(1, 1, END, Duration.ZERO))
        .hasMessageContaining("span");
  }

  private static String digest(TelemetryScript script) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (ProducedRecord produced : script) {
      digest.update(produced.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(produced.payload());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
