package io.wattflow.beam.rollup;

import static io.wattflow.beam.rollup.Deltas.minute;
import static io.wattflow.beam.rollup.WindowCases.joda;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rows.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The five cases of a windowed transform, for hours and for sliding windows; days are hours of
 * another length. A whole minute of 1,200 W is 20 Wh.
 */
class RollUpWindowsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final double WHOLE = 20;
  private static final double TAIL = WHOLE / 6;
  private static final Duration LATENESS = Duration.ofMinutes(20);

  @Nested
  class Hours {
    private final RollUpWindows hours =
        RollUpWindows.fixed(
            Table.ROLLUP_1H,
            Duration.ofHours(1),
            64,
            new Panes(Duration.ofMinutes(1), LATENESS),
            MeteringRules.defaults());
    private final Instant end = NOON.plus(Duration.ofHours(1));

    @Test
    void onTime() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(wholeMinute(0), wholeMinute(1))
                  .addElements(wholeMinute(2))
                  .advanceWatermarkTo(joda(end)))
          .thenRows(row(18, 3 * WHOLE - TAIL));
    }

    @Test
    void anEarlyPaneShowsTheOpenHour() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(wholeMinute(0))
                  .advanceProcessingTime(joda(Duration.ofSeconds(61)))
                  .addElements(wholeMinute(1))
                  .advanceWatermarkTo(joda(end)))
          .thenRows(Timing.EARLY, row(6, WHOLE - TAIL))
          .thenRows(Timing.ON_TIME, row(12, 2 * WHOLE - TAIL));
    }

    @Test
    void aFullerMinuteReplacesWhatItSaidBefore() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(minute(at(0, 0), at(0, 10)))
                  .addElements(wholeMinute(0))
                  .addElements(minute(at(0, 0), at(0, 10)))
                  .advanceWatermarkTo(joda(end)))
          .thenRows(row(6, WHOLE - TAIL));
    }

    @Test
    void lateAndObservableCorrectsTheRow() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(wholeMinute(0))
                  .advanceWatermarkTo(joda(end))
                  .addElements(wholeMinute(1)))
          .thenRows(Timing.ON_TIME, row(6, WHOLE - TAIL))
          .thenRows(Timing.LATE, row(12, 2 * WHOLE - TAIL));
    }

    @Test
    void lateButUnobservableBecauseTheHourIsStillOpen() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(wholeMinute(30))
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofMinutes(50))))
                  .addElements(wholeMinute(29))
                  .advanceWatermarkTo(joda(end)))
          .thenRows(Timing.ON_TIME, row(12, 2 * WHOLE - TAIL))
          .thenRows(Timing.LATE);
    }

    @Test
    void beyondTheLatenessIsDropped() {
      WindowCases.of(hours)
          .when(
              events()
                  .addElements(wholeMinute(0))
                  .advanceWatermarkTo(joda(end.plus(LATENESS).plusMillis(1)))
                  .addElements(wholeMinute(1)))
          .thenRows(row(6, WHOLE - TAIL));
    }

    private Row row(long readings, double energyWh) {
      return RollUpWindowsTest.row(NOON, readings, energyWh);
    }
  }

  @Nested
  class SlidingWindows {
    private final RollUpWindows sliding =
        RollUpWindows.sliding(
            Table.ROLLUP_5M,
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            64,
            new Panes(Duration.ofMinutes(1), LATENESS),
            MeteringRules.defaults());

    @Test
    void onTimeAMinuteCountsInEachOfItsFiveWindows() {
      WindowCases.of(sliding)
          .when(
              events()
                  .addElements(wholeMinute(10))
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofHours(1)))))
          .thenRows(
              row(6, 6, WHOLE),
              row(7, 6, WHOLE - TAIL),
              row(8, 6, WHOLE - TAIL),
              row(9, 6, WHOLE - TAIL),
              row(10, 6, WHOLE - TAIL));
    }

    @Test
    void windowsAddUpTheMinutesThatTheyHold() {
      WindowCases.of(sliding)
          .when(
              events()
                  .addElements(wholeMinute(10), wholeMinute(11))
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofHours(1)))))
          .thenRows(
              row(6, 6, WHOLE),
              row(7, 12, 2 * WHOLE),
              row(8, 12, 2 * WHOLE - TAIL),
              row(9, 12, 2 * WHOLE - TAIL),
              row(10, 12, 2 * WHOLE - TAIL),
              row(11, 6, WHOLE - TAIL));
    }

    @Test
    void earlyPanesShowOpenWindows() {
      WindowCases.of(sliding)
          .when(
              events()
                  .addElements(wholeMinute(10))
                  .advanceProcessingTime(joda(Duration.ofSeconds(61))))
          .thenRows(
              Timing.EARLY,
              row(6, 6, WHOLE),
              row(7, 6, WHOLE - TAIL),
              row(8, 6, WHOLE - TAIL),
              row(9, 6, WHOLE - TAIL),
              row(10, 6, WHOLE - TAIL))
          .thenRows(Timing.ON_TIME);
    }

    @Test
    void lateAndObservableCorrectsClosedWindowsAndCountsInOpenOnes() {
      WindowCases.of(sliding)
          .when(
              events()
                  .addElements(wholeMinute(10))
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofMinutes(12))))
                  .addElements(wholeMinute(9)))
          .thenRows(
              Timing.LATE, row(5, 6, WHOLE), row(6, 12, 2 * WHOLE), row(7, 12, 2 * WHOLE - TAIL))
          .thenRows(
              Timing.ON_TIME,
              row(6, 6, WHOLE),
              row(7, 6, WHOLE - TAIL),
              row(8, 12, 2 * WHOLE - TAIL),
              row(9, 12, 2 * WHOLE - TAIL),
              row(10, 6, WHOLE - TAIL));
    }

    @Test
    void lateButUnobservableBecauseAllItsWindowsAreOpen() {
      WindowCases.of(sliding)
          .when(
              events()
                  .addElements(wholeMinute(12))
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofMinutes(12))))
                  .addElements(wholeMinute(12)))
          .thenRows(Timing.LATE)
          .thenRows(
              Timing.ON_TIME,
              row(8, 6, WHOLE),
              row(9, 6, WHOLE - TAIL),
              row(10, 6, WHOLE - TAIL),
              row(11, 6, WHOLE - TAIL),
              row(12, 6, WHOLE - TAIL));
    }

    @Test
    void beyondTheLatenessIsDroppedWindowByWindow() {
      WindowCases.of(sliding)
          .when(
              events()
                  .advanceWatermarkTo(joda(NOON.plus(Duration.ofMinutes(13)).plus(LATENESS)))
                  .addElements(wholeMinute(10)))
          .thenRows(row(9, 6, WHOLE - TAIL), row(10, 6, WHOLE - TAIL));
    }

    private Row row(int minute, long readings, double energyWh) {
      return RollUpWindowsTest.row(at(minute, 0), readings, energyWh);
    }
  }

  private static TestStream.Builder<KV<Integer, byte[]>> events() {
    return TestStream.create(Deltas.CODER).advanceWatermarkTo(joda(NOON));
  }

  private static org.apache.beam.sdk.values.TimestampedValue<KV<Integer, byte[]>> wholeMinute(
      int minute) {
    return minute(IntStream.range(0, 6).mapToObj(i -> at(minute, 10 * i)).toArray(Instant[]::new));
  }

  private static Instant at(int minute, int second) {
    return NOON.plusSeconds(60L * minute + second);
  }

  private static Row row(Instant window, long readings, double energyWh) {
    return Row.of("meter-1", window, readings, energyWh, readings);
  }
}
