package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ProducedRecord.Kind;
import io.wattflow.simulation.TrueReading;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowProbesTest {
  private static final long MINUTE = 60_000;
  private static final long SECOND = 1_000_000_000;

  private final RowProbes probes = new RowProbes("wattflow", 5, 10 * MINUTE);

  @Test
  void aRowThatCountsKHoldsTheFirstKAccepted() {
    long now = System.nanoTime();
    accept("a", 1_000, MINUTE + 5, Kind.PLAIN, now);
    accept("a", 1_000, MINUTE + 9, Kind.PLAIN, now + SECOND);
    accept("a", 1_000, MINUTE + 1, Kind.LATE, now + 2 * SECOND);

    probes.see("a", MINUTE, 2, now + 4 * SECOND);
    assertThat(probes.newestSeenNanos()).isEqualTo(now + SECOND);

    probes.see("a", MINUTE, 3, now + 7 * SECOND);

    assertThat(figures())
        .containsEntry("readings measured", 3.0)
        .containsEntry("p50 s", 4.0)
        .containsEntry("max s", 5.0);
    assertThat(probes.oldestUnseenNanos()).isZero();
  }

  @Test
  void theOldestInvisibleOneHasAnAge() {
    long hourAgo = System.nanoTime() - 3_600 * SECOND;
    accept("a", 1_000, 0, Kind.PLAIN, hourAgo);
    accept("b", 1_001, MINUTE, Kind.PLAIN, System.nanoTime());

    assertThat(probes.oldestUnseenNanos()).isGreaterThanOrEqualTo(3_600 * SECOND);

    probes.see("a", 0, 1, System.nanoTime());

    assertThat(probes.oldestUnseenNanos()).isLessThan(3_600 * SECOND);
  }

  @Test
  void repeatsAndOtherUsersAreNotWatched() {
    accept("a", 1_000, 0, Kind.REPEATED, 0);
    accept("b", 1_005, 0, Kind.PLAIN, 0);

    probes.see("a", 0, 1, SECOND);
    probes.see("b", 0, 1, SECOND);
    probes.see("unknown", 0, 1, SECOND);

    assertThat(probes.oldestUnseenNanos()).isZero();
    assertThat(probes.measured()).isZero();
  }

  @Test
  void aRowThatWasWrittenBeforeTheBrokersAnswerIsNoNewsTwice() {
    accept("a", 1_000, 0, Kind.PLAIN, 0);

    probes.see("a", 0, 5, SECOND);
    probes.see("a", 0, 5, 2 * SECOND);

    assertThat(probes.measured()).isEqualTo(1);
    assertThat(figures()).containsEntry("max s", 1.0);
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    probes.delaysInto(figures);
    return figures;
  }

  private void accept(String device, long user, long eventTimeMillis, Kind kind, long nanos) {
    TrueReading reading =
        new TrueReading(
            user,
            device,
            "METER",
            eventTimeMillis,
            TrueReading.NO_SEQUENCE,
            1,
            TrueReading.NO_POWER_FACTOR,
            TrueReading.NO_COUNTER,
            TrueReading.NO_VOLTAGE);
    probes.accepted(
        new ProducedRecord(device, new byte[0], eventTimeMillis, kind, reading, null), nanos);
  }
}
