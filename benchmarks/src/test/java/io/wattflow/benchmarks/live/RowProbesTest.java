package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.SubjectFailedException;
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
  void aRowThatCountsKHoldsTheFirstKAccepted() throws SubjectFailedException {
    long now = System.nanoTime();
    accept("a", 1_000, MINUTE + 5, Kind.PLAIN, now);
    accept("a", 1_000, MINUTE + 9, Kind.PLAIN, now + SECOND);
    accept("a", 1_000, MINUTE + 1, Kind.LATE, now + 2 * SECOND);

    probes.see("a", MINUTE, 2, now + 4 * SECOND);
    assertThat(probes.newestSeenNanos()).isEqualTo(now + SECOND);

    probes.see("a", MINUTE, 3, now + 7 * SECOND);

    assertThat(figures(now + 8 * SECOND))
        .containsEntry("readings measured", 3.0)
        .containsEntry("not visible, counted with their age", 0.0)
        .containsEntry("p50 s", 4.0)
        .containsEntry("max s", 5.0);
    assertThat(probes.oldestUnseenNanos()).isZero();
  }

  @Test
  void onlyWhatWasAcceptedInTheMeasuredTimeCounts() throws SubjectFailedException {
    accept("a", 1_000, 0, Kind.PLAIN, SECOND);
    accept("a", 1_000, 1, Kind.PLAIN, 2 * SECOND);
    probes.see("a", 0, 1, 3 * SECOND);
    probes.measureFrom(10 * SECOND);
    accept("a", 1_000, 2, Kind.PLAIN, 10 * SECOND);
    accept("a", 1_000, 3, Kind.PLAIN, 19 * SECOND);
    probes.measureUntil(20 * SECOND);
    accept("a", 1_000, 4, Kind.PLAIN, 20 * SECOND);
    assertThat(probes.unseen()).isEqualTo(2);

    probes.see("a", 0, 3, 15 * SECOND);
    assertThat(probes.unseen()).isEqualTo(1);
    probes.see("a", 0, 5, 26 * SECOND);
    assertThat(probes.unseen()).isZero();

    assertThat(figures(30 * SECOND))
        .containsEntry("readings measured", 2.0)
        .containsEntry("p50 s", 5.0)
        .containsEntry("max s", 7.0);
  }

  @Test
  void whatIsNotVisibleCountsWithItsAge() throws SubjectFailedException {
    probes.measureFrom(0);
    accept("a", 1_000, 0, Kind.PLAIN, SECOND);
    accept("a", 1_000, 1, Kind.PLAIN, 2 * SECOND);
    accept("b", 1_001, 0, Kind.PLAIN, 3 * SECOND);
    probes.measureUntil(5 * SECOND);
    accept("b", 1_001, 1, Kind.PLAIN, 6 * SECOND);
    probes.see("a", 0, 1, 4 * SECOND);

    Map<String, Double> figures = figures(65 * SECOND);

    assertThat(figures)
        .containsEntry("readings measured", 3.0)
        .containsEntry("not visible, counted with their age", 2.0)
        .containsEntry("p50 s", 62.0)
        .containsEntry("max s", 63.0);
    assertThat(figures(65 * SECOND)).isEqualTo(figures);
  }

  @Test
  void noReadingInTheMeasuredTimeIsAFailureInOneLine() {
    accept("a", 1_000, 0, Kind.PLAIN, SECOND);
    probes.measureFrom(2 * SECOND);
    probes.see("a", 0, 1, 3 * SECOND);

    assertThatThrownBy(() -> figures(4 * SECOND))
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageContaining("--users")
        .hasMessageNotContaining("\n");
  }

  /** A reading that takes longer than minutes are kept is still looked for. */
  @Test
  void rowsAreLookedAtFromTheFirstInvisibleReadingOn() {
    long now = 60 * MINUTE;
    assertThat(probes.firstOpenMillis(now)).isEqualTo(now);
    accept("a", 1_000, 2 * MINUTE + 1, Kind.PLAIN, 0);
    accept("b", 1_001, 30 * MINUTE + 1, Kind.PLAIN, 0);
    assertThat(probes.firstOpenMillis(now)).isEqualTo(2 * MINUTE);

    probes.see("a", 2 * MINUTE, 1, SECOND);

    assertThat(probes.firstOpenMillis(now)).isEqualTo(30 * MINUTE);
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
    assertThatThrownBy(() -> figures(SECOND)).isInstanceOf(SubjectFailedException.class);
  }

  @Test
  void aRowThatWasWrittenBeforeTheBrokersAnswerIsNoNewsTwice() throws SubjectFailedException {
    accept("a", 1_000, 0, Kind.PLAIN, 0);

    probes.see("a", 0, 5, SECOND);
    probes.see("a", 0, 5, 2 * SECOND);

    assertThat(figures(3 * SECOND))
        .containsEntry("readings measured", 1.0)
        .containsEntry("max s", 1.0);
  }

  private Map<String, Double> figures(long nowNanos) throws SubjectFailedException {
    Map<String, Double> figures = new TreeMap<>();
    probes.into(figures, nowNanos);
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
