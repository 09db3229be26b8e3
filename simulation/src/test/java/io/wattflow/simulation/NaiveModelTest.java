package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.ProducedRecord.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model against numbers that were worked out by hand. */
class NaiveModelTest {
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long NONE = -1;
  private static final int NO_FACTOR = TrueReading.NO_POWER_FACTOR;

  private static TrueReading at(
      String type, double seconds, long watts, long sequence, int factor, long counterMwh) {
    long time = NOON + Math.round(seconds * 1000);
    return new TrueReading(1, "d", type, time, sequence, watts * 1000, factor, counterMwh, 230_000);
  }

  private static TrueReading at(double seconds, long watts) {
    return at("METER", seconds, watts, NONE, NO_FACTOR, NONE);
  }

  private static NaiveModel model(ModelSettings settings, TrueReading... readings) {
    NaiveModel model = new NaiveModel(settings);
    for (TrueReading reading : readings) {
      model.add(
          new ProducedRecord(
              "d", new byte[0], reading.eventTimeMillis(), Kind.PLAIN, reading, null));
    }
    return model;
  }

  private static List<ExpectedRow> rows(RollupWindow window, TrueReading... readings) {
    return list(model(ModelSettings.defaults(), readings).rows(window));
  }

  private static ExpectedRow row(RollupWindow window, TrueReading... readings) {
    List<ExpectedRow> rows = rows(window, readings);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static <T> List<T> list(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  @Test
  void aFullMinuteOfSixReadings() {
    ExpectedRow row =
        row(
            RollupWindow.ONE_MINUTE,
            at(5, 100),
            at(15, 200),
            at(25, 300),
            at(35, 400),
            at(45, 500),
            at(55, 600));

    assertThat(row.readingCount()).isEqualTo(6);
    assertThat(row.powerMin()).isEqualTo(100);
    assertThat(row.powerMax()).isEqualTo(600);
    assertThat(row.powerMean()).isEqualTo(350);
    assertThat(row.powerFirst()).isEqualTo(100);
    assertThat(row.powerLast()).isEqualTo(600);
    assertThat(row.powerP50()).as("third of six").isEqualTo(300);
    assertThat(row.powerP95()).as("sixth of six").isEqualTo(600);
    // 5 s * 100 W + 10 s * (150 + 250 + 350 + 450 + 550) W + 5 s * 600 W = 21,000 Ws
    assertThat(row.energyWh()).isEqualTo(21_000 / 3600.0);
    assertThat(row.powerTimeWeightedMean()).isEqualTo(350);
    assertThat(row.coveredSeconds()).isEqualTo(60);
    assertThat(row.energyEstimatedWh()).isZero();
    assertThat(row.quality()).isZero();
    assertThat(row.version()).isEqualTo(6);
    assertThat(row.lastEventTimeMillis()).isEqualTo(NOON + 55_000);
    assertThat(row.counterEnergyWh()).isNull();
    assertThat(row.powerFactorMean()).isNull();
    assertThat(row.windowStartMillis()).isEqualTo(NOON);
  }

  @Test
  void whatIsBridgedOverTwoMissedReportsIsEstimated() {
    // 20 s apart is one missed report, 25 s are two; the cap is 30 s.
    ExpectedRow one = row(RollupWindow.ONE_MINUTE, at(10, 360), at(30, 360), at(50, 360));
    assertThat(one.quality()).isZero();
    assertThat(one.energyEstimatedWh()).isZero();

    ExpectedRow two = row(RollupWindow.ONE_MINUTE, at(10, 360), at(35, 720), at(55, 720));
    assertThat(two.energyEstimatedWh()).isEqualTo(540 * 25 / 3600.0);
    assertThat(two.quality()).isEqualTo(NaiveRollup.ESTIMATED);
    assertThat(two.coveredSeconds()).isEqualTo(60);
  }

  @Test
  void aLongerGapCountsNothingAndLowersTheCoverage() {
    // 31 s to the first reading are beyond the cap; from it 29 s to the end are held, as estimated.
    ExpectedRow row = row(RollupWindow.ONE_MINUTE, at(31, 3600));
    assertThat(row.coveredSeconds()).isEqualTo(29);
    assertThat(row.energyWh()).isEqualTo(29);
    assertThat(row.energyEstimatedWh()).isEqualTo(29);
    assertThat(row.quality()).isEqualTo(NaiveRollup.ESTIMATED | NaiveRollup.GAP);

    // Exactly the cap is bridged.
    assertThat(row(RollupWindow.ONE_MINUTE, at(30, 1)).coveredSeconds()).isEqualTo(60);
  }

  @Test
  void anInstantHasOneWinnerAndTheLosersCountInTheVersion() {
    TrueReading loser = at("METER", 10, 999, 4, 9_000, NONE);
    TrueReading winner = at("METER", 10, 100, 5, NO_FACTOR, NONE);
    ExpectedRow row = row(RollupWindow.ONE_MINUTE, winner, loser, winner, at(30, 300));
    assertThat(row.readingCount()).isEqualTo(2);
    assertThat(row.powerMax()).isEqualTo(300);
    assertThat(row.powerFactorMean()).isNull();
    assertThat(row.version()).isEqualTo(3);
    assertThat(row.quality() & NaiveRollup.CONFLICT).isNotZero();
  }

  @Test
  void withoutSequencesTheGreatestValuesWin() {
    TrueReading absentSequence = at("METER", 10, 900, NONE, 9_000, 5_000);
    TrueReading morePower = at("METER", 10, 200, 0, NO_FACTOR, NONE);
    TrueReading lessPower = at("METER", 10, 100, 0, 9_000, 5_000);
    assertThat(row(RollupWindow.ONE_MINUTE, morePower, lessPower, absentSequence).powerMax())
        .isEqualTo(200);

    TrueReading withFactor = at("METER", 10, 200, 0, -9_000, NONE);
    assertThat(row(RollupWindow.ONE_MINUTE, withFactor, morePower).powerFactorMean())
        .isEqualTo(-0.9);
  }

  @Test
  void exportIsNegative() {
    ExpectedRow row = row(RollupWindow.ONE_MINUTE, at(0, -3600), at(30, -7200));
    assertThat(row.energyWh()).isEqualTo(-(5400 * 30 + 7200 * 30) / 3600.0);
    assertThat(row.powerMin()).isEqualTo(-7200);
    assertThat(row.powerMean()).isEqualTo(-5400);
  }

  @Test
  void anInverterHasItsOwnIntervalAndCap() {
    TrueReading[] quarters = new TrueReading[4];
    for (int i = 0; i < 4; i++) {
      quarters[i] = at("INVERTER", i * 900, -1000, i, NO_FACTOR, NONE);
    }
    ExpectedRow hour = row(RollupWindow.ONE_HOUR, quarters);
    assertThat(hour.coveredSeconds()).isEqualTo(3600);
    assertThat(hour.energyWh()).isEqualTo(-1000);
    assertThat(hour.quality()).isZero();

    // 30 min is the cap, not three intervals: two missed quarters are 45 min.
    ExpectedRow gap = row(RollupWindow.ONE_HOUR, quarters[0], quarters[3]);
    assertThat(gap.coveredSeconds()).isEqualTo(900);
    assertThat(gap.quality()).isEqualTo(NaiveRollup.GAP);
  }

  private static ExpectedRow counted(ModelSettings settings, long c1, long c2) {
    return list(model(
                settings,
                at("METER", 20, 0, 0, NO_FACTOR, c1),
                at("METER", 40, 0, 1, NO_FACTOR, c2))
            .rows(RollupWindow.ONE_MINUTE))
        .get(0);
  }

  @Test
  void counterEnergySurvivesWhatCountersDo() {
    // 100 kW for 20 s is 555,555 mWh; with the slack of 1 Wh at most 556,555 are plausible.
    ModelSettings plain = ModelSettings.defaults();
    assertThat(counted(plain, 5_000, 9_000).counterEnergyWh()).isEqualTo(4.0);
    assertThat(counted(plain, 5_000, 9_000).quality()).isZero();
    assertThat(counted(plain, 0, 556_555).counterEnergyWh()).isEqualTo(556.555);
    ExpectedRow swapUp = counted(plain, 0, 556_556);
    assertThat(swapUp.counterEnergyWh()).isEqualTo(0.0);
    assertThat(swapUp.quality()).isEqualTo(NaiveRollup.METER_SWAP);
    ExpectedRow reset = counted(plain, 9_000, 5_000);
    assertThat(reset.counterEnergyWh()).isEqualTo(5.0);
    assertThat(reset.quality()).isEqualTo(NaiveRollup.RESET);
    ExpectedRow swapDown = counted(plain, 2_000_000, 900_000);
    assertThat(swapDown.counterEnergyWh()).isEqualTo(0.0);
    assertThat(swapDown.quality()).isEqualTo(NaiveRollup.METER_SWAP);

    ModelSettings rolling =
        new ModelSettings(Map.of(), Map.of(), Map.of(), Map.of("METER", 1_000_000L), 0);
    ExpectedRow rolled = counted(rolling, 999_000, 2_000);
    assertThat(rolled.counterEnergyWh()).isEqualTo(3.0);
    assertThat(rolled.quality()).isEqualTo(NaiveRollup.ROLLOVER);
  }

  @Test
  void oneCounterReadingIsNone() {
    assertThat(
            row(RollupWindow.ONE_MINUTE, at("METER", 0, 1, NONE, NO_FACTOR, 5), at(10, 1))
                .counterEnergyWh())
        .isNull();
  }

  @Test
  void slidingWindowsBeginEveryMinute() {
    List<ExpectedRow> rows = rows(RollupWindow.FIVE_MINUTES, at(0, 7), at(60, 9));
    assertThat(rows.stream().map(r -> (r.windowStartMillis() - NOON) / 60_000).toList())
        .containsExactly(-4L, -3L, -2L, -1L, 0L, 1L);
    assertThat(rows.stream().map(ExpectedRow::readingCount).toList())
        .containsExactly(1L, 2L, 2L, 2L, 2L, 1L);
    // In [-4 min, 1 min) the reading is 4 min from the start: beyond the cap; and 60 s to the end
    // too.
    assertThat(rows.get(0).coveredSeconds()).isZero();
    assertThat(rows.get(0).powerTimeWeightedMean()).as("falls back to the mean").isEqualTo(7);
    assertThat(rows.get(0).energyWh()).isZero();
  }

  @Test
  void longerWindowsAddUpTheVersionsOfTheirMinutes() {
    ModelSettings replayed = new ModelSettings(Map.of(), Map.of(), Map.of(), Map.of(), 2);
    NaiveModel model = model(replayed, at(0, 1), at(10, 1), at(120, 1));
    assertThat(list(model.rows(RollupWindow.ONE_HOUR)).get(0).version())
        .isEqualTo(2 * (2L << 40) + 3);
    assertThat(list(model.rows(RollupWindow.ONE_DAY)).get(0).version())
        .isEqualTo(2 * (2L << 40) + 3);
  }

  @Test
  void bucketsKeepSevenBits() {
    assertThat(NaiveRollup.bucketMidpoint(0)).isZero();
    assertThat(NaiveRollup.bucketMidpoint(127)).isEqualTo(127);
    assertThat(NaiveRollup.bucketMidpoint(128)).isEqualTo(129);
    assertThat(NaiveRollup.bucketMidpoint(129)).isEqualTo(129);
    assertThat(NaiveRollup.bucketMidpoint(-130)).isEqualTo(-131);
    // 1,000,000 has 20 bits; buckets are 8,192 wide, and 122 * 8,192 = 999,424.
    assertThat(NaiveRollup.bucketMidpoint(1_000_000)).isEqualTo(999_424 + 4_096);
    for (long power = 128; power < 1_000_000_000; power += power / 97) {
      assertThat((double) Math.abs(NaiveRollup.bucketMidpoint(power) - power) / power)
          .isLessThanOrEqualTo(1.0 / 128);
    }
  }

  @Test
  void percentilesOfLongerWindowsAreThoseOfTheBuckets() {
    TrueReading[] readings = new TrueReading[20];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = at(i * 30, -1000 + 100 * i);
    }
    ExpectedRow hour = row(RollupWindow.ONE_HOUR, readings);
    // Ranks 10 and 19 of -1000, -900, ..., 900 W.
    assertThat(hour.powerP50()).isEqualTo(NaiveRollup.bucketMidpoint(-100_000) / 1000.0);
    assertThat(hour.powerP95()).isEqualTo(NaiveRollup.bucketMidpoint(800_000) / 1000.0);
  }

  @Test
  void seriesAreOrderedAsClickHouseOrdersThem() {
    List<Series> ordered =
        Arrays.asList(
            new Series(9, "Z", "METER"),
            new Series(9, "a", "METER"),
            new Series(9, "a", "PLUG"),
            new Series(9, "zebra", "METER"),
            new Series(9, "zähler", "METER"),
            new Series(9, "\uFFEE", "METER"),
            // Above it by code point and UTF-8, below it by UTF-16.
            new Series(9, "\uD83D\uDD0C", "METER"),
            new Series(10, "A", "METER"),
            new Series(-1, "A", "METER"));
    assertThat(ordered).isSorted();
  }

  @Test
  void deadLettersAreCountedByReason() {
    NaiveModel model = new NaiveModel(ModelSettings.defaults());
    for (String reason : List.of("B", "A", "B")) {
      model.add(new ProducedRecord("d", new byte[0], NOON, Kind.MALFORMED, null, reason));
    }
    assertThat(model.deadLetters()).containsExactly(Map.entry("A", 1L), Map.entry("B", 2L));
    assertThat(model.records()).isEqualTo(3);
    assertThat(model.readings()).isZero();
  }

  @Test
  void settingsFollowTheTypes() {
    ModelSettings settings = ModelSettings.defaults();
    assertThat(settings.gapCapMillis("INVERTER")).isEqualTo(Duration.ofMinutes(30).toMillis());
    assertThat(settings.gapCapMillis("METER")).isEqualTo(30_000);
    assertThat(settings.intervalMillis("UNKNOWN")).isEqualTo(10_000);
  }
}
