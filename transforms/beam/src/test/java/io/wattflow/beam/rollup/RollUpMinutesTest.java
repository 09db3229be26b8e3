package io.wattflow.beam.rollup;

import static io.wattflow.beam.rollup.Deltas.readings;
import static io.wattflow.beam.rollup.WindowCases.joda;

import io.wattflow.core.rollup.MeteringRules;
import java.time.Duration;
import java.time.Instant;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

/**
 * The five cases of a windowed transform, for minutes. Readings of 1,200 W every 10 s: a reading at
 * both ends of a gap of 10 s adds 3.33 Wh, one held to a bound up to 30 s away likewise.
 */
class RollUpMinutesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LATENESS = Duration.ofMinutes(10);

  private final RollUpMinutes transform =
      new RollUpMinutes(
          Duration.ofMinutes(1),
          64,
          new Panes(Duration.ofSeconds(10), LATENESS),
          MeteringRules.defaults(),
          0);

  @Test
  void onTime() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(0), at(10), at(20)))
                .addElements(readings(at(30), at(40), at(50)))
                .advanceWatermarkTo(joda(at(60))))
        .thenRows(row(6, 20.0));
  }

  @Test
  void anEarlyPaneShowsTheOpenMinuteAndTheOnTimePaneTheWhole() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(0), at(10)))
                .advanceProcessingTime(joda(Duration.ofSeconds(11)))
                .addElements(readings(at(20)))
                .advanceWatermarkTo(joda(at(60))))
        .thenRows(Timing.EARLY, row(2, 3.0 + 1.0 / 3))
        .thenRows(row(2, 3.0 + 1.0 / 3), row(3, 6.0 + 2.0 / 3));
  }

  @Test
  void lateAndObservableCorrectsTheRow() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(0), at(10), at(20), at(30), at(40)))
                .advanceWatermarkTo(joda(at(60)))
                .addElements(readings(at(50))))
        .thenRows(Timing.ON_TIME, row(5, 20.0))
        .thenRows(Timing.LATE, row(6, 20.0));
  }

  @Test
  void aLateRepetitionSaysNothing() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(0), at(10)))
                .advanceWatermarkTo(joda(at(60)))
                .addElements(readings(at(10))))
        .thenRows(row(2, 3.0 + 1.0 / 3));
  }

  @Test
  void lateButUnobservableBecauseTheMinuteIsStillOpen() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(30)))
                .advanceWatermarkTo(joda(at(50)))
                .addElements(readings(at(20)))
                .advanceWatermarkTo(joda(at(60))))
        .thenRows(Timing.ON_TIME, row(2, 20.0))
        .thenRows(Timing.LATE);
  }

  @Test
  void beyondTheLatenessIsDropped() {
    WindowCases.of(transform)
        .when(
            events()
                .addElements(readings(at(0), at(10)))
                .advanceWatermarkTo(joda(at(60).plus(LATENESS).plusMillis(1)))
                .addElements(readings(at(20))))
        .thenRows(row(2, 3.0 + 1.0 / 3));
  }

  @Test
  void aWatermarkThatJumpsOverAnEmptyMinuteEmitsNothing() {
    WindowCases.of(transform)
        .when(
            events()
                .advanceWatermarkTo(joda(at(60).plus(LATENESS).plusMillis(1)))
                .addElements(readings(at(20))))
        .thenRows();
  }

  private static TestStream.Builder<KV<Integer, byte[]>> events() {
    return TestStream.create(Deltas.CODER).advanceWatermarkTo(joda(NOON));
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private static Row row(long readings, double energyWh) {
    return Row.of("meter-1", NOON, readings, energyWh, readings);
  }
}
