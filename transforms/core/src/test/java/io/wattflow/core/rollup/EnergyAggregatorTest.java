package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.wattflow.schemas.avro.DeviceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The formulas of docs/energy.md, one by one, with numbers that can be checked by hand. */
class EnergyAggregatorTest {
  private static final long START = RollupFixture.DAY_START;
  private static final SeriesKey METER = SeriesKey.of(1, "m", DeviceType.METER.ordinal());
  private static final MeteringRules RULES = MeteringRules.defaults();

  private final ReadingSets sets = new ReadingSets(START, MINUTE);

  private void power(long second, long watts) {
    sets.add(METER, START + second * 1000, watts * 1000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
  }

  private void counter(long second, long milliwattHours) {
    sets.add(METER, START + second * 1000, 0, NO_POWER_FACTOR, milliwattHours, NO_SEQUENCE);
  }

  private RollupRow row() {
    return row(RULES);
  }

  private RollupRow row(MeteringRules rules) {
    EnergyAggregator aggregator = new EnergyAggregator(rules);
    List<RollupRow> rows = new ArrayList<>();
    sets.forEach(view -> rows.add(aggregator.summarise(view)));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Test
  void theWorkedExampleOfTheDocumentation() {
    power(5, 1000);
    power(15, 1200);
    power(25, 800);
    power(50, 600);

    RollupRow row = row();

    // 5 s * 1000 W + 10 s * 1100 W + 10 s * 1000 W + 25 s * 700 W + 10 s * 600 W = 49,500 Ws
    assertThat(row.energyWh()).isEqualTo(49_500 / 3600.0);
    assertThat(row.energyEstimatedWh()).isEqualTo(17_500 / 3600.0, within(1e-12));
    assertThat(row.coveredSeconds()).isEqualTo(60);
    assertThat(row.powerMean()).isEqualTo(900);
    assertThat(row.powerTimeWeightedMean()).isEqualTo(825);
    assertThat(row.powerP50()).isEqualTo(800);
    assertThat(row.powerP95()).isEqualTo(1200);
    assertThat(row.powerFirst()).isEqualTo(1000);
    assertThat(row.powerLast()).isEqualTo(600);
    assertThat(row.quality()).isEqualTo(Quality.ESTIMATED);
    assertThat(row.version()).isEqualTo(4);
  }

  @Test
  void oneReadingIsHeldToBothBounds() {
    power(29, 360);

    RollupRow row = row();

    // 29 s before it are within the cap of 30 s, 31 s after it are not.
    assertThat(row.coveredSeconds()).isEqualTo(29);
    assertThat(row.energyWh()).isEqualTo(2.9);
    assertThat(row.powerTimeWeightedMean()).isEqualTo(360);
    assertThat(row.quality()).isEqualTo(Quality.GAP | Quality.ESTIMATED);
    assertThat(row.readingCount()).isEqualTo(1);
    assertThat(row.counterEnergyWh()).isNull();
    assertThat(row.powerFactorMean()).isNull();
  }

  @Test
  void withNothingCoveredTheTimeWeightedMeanIsThePlainMean() {
    power(31, 500);
    sets.add(METER, START + 28_999, 0, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    MeteringRules strict = RULES.withGapCap(DeviceType.METER, Duration.ofMillis(2000));

    RollupRow row = row(strict);

    assertThat(row.coveredMillis()).isZero();
    assertThat(row.powerTimeWeightedMean()).isEqualTo(row.powerMean()).isEqualTo(250);
    assertThat(row.quality()).isEqualTo(Quality.GAP);
  }

  @Test
  void aStepOfExactlyTheCapIsBridgedAndOneMillisecondMoreIsNot() {
    power(0, 100);
    power(30, 100);
    assertThat(row().coveredMillis()).isEqualTo(60_000);
    assertThat(row().quality()).isEqualTo(Quality.ESTIMATED);

    ReadingSets longer = new ReadingSets(START, MINUTE);
    longer.add(METER, START, 100_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    longer.add(METER, START + 30_001, 100_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    longer.forEach(
        view -> {
          RollupRow row = aggregator.summarise(view);
          assertThat(row.coveredMillis()).isEqualTo(29_999);
          assertThat(row.quality()).isEqualTo(Quality.GAP | Quality.ESTIMATED);
        });
  }

  @Test
  void twoMissedReportsMakeAnEstimateAndOneDoesNot() {
    MeteringRules rules = RULES.withGapCap(DeviceType.METER, Duration.ofSeconds(60));
    sets.add(METER, START, 100_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    sets.add(METER, START + 24_999, 100_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    sets.add(METER, START + 49_999, 200_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);

    RollupRow row = row(rules);

    assertThat(row.doubledEstimated()).isEqualTo(300_000L * 25_000);
    assertThat(row.quality()).isEqualTo(Quality.ESTIMATED);
  }

  @Test
  void anEstimateOfNoPowerIsStillAnEstimate() {
    power(0, 0);
    power(30, 0);
    assertThat(row().doubledEstimated()).isZero();
    assertThat(row().quality()).isEqualTo(Quality.ESTIMATED);
  }

  @Test
  void exportIsNegative() {
    for (int second = 0; second < 60; second += 10) {
      power(second, -3600);
    }
    RollupRow row = row();
    assertThat(row.energyWh()).isEqualTo(-60);
    assertThat(row.powerMin()).isEqualTo(-3600);
    assertThat(row.powerP95()).isEqualTo(-3600);
    assertThat(row.quality()).isZero();
  }

  @Test
  void ofSeveralPayloadsTheHighestSequenceWinsThenTheGreatestValues() {
    sets.add(METER, START, 900, 1, 5, NO_SEQUENCE);
    sets.add(METER, START, 500, 1, 5, 3);
    sets.add(METER, START, 700, NO_POWER_FACTOR, 9, 4);
    sets.add(METER, START, 700, -10_000, NO_COUNTER, 4);
    sets.add(METER, START, 700, -10_000, 0, 4);

    RollupRow row = row();

    assertThat(row.readingCount()).isEqualTo(1);
    assertThat(row.version()).isEqualTo(5);
    assertThat(row.maxMilliwatts()).isEqualTo(700);
    assertThat(row.powerFactorMean()).isEqualTo(-1);
    assertThat(row.counterCount()).isEqualTo(1);
    assertThat(row.quality()).isEqualTo(Quality.GAP | Quality.CONFLICT);
  }

  @Test
  void theGenerationLeadsTheVersion() {
    power(0, 1);
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    sets.forEach(
        view -> {
          assertThat(aggregator.summarise(view, 2).version()).isEqualTo((2L << 40) | 1);
          assertThatIllegalArgumentException().isThrownBy(() -> aggregator.summarise(view, -1));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> aggregator.summarise(view, 1L << 22));
        });
  }

  @Test
  void aCounterProgresses() {
    counter(0, 1_000_000);
    counter(10, 1_001_500);
    counter(20, 1_001_500);
    assertThat(row().counterEnergyWh()).isEqualTo(1.5);
    assertThat(row().quality() & ~Quality.GAP & ~Quality.ESTIMATED).isZero();
  }

  @Test
  void oneCounterReadingTellsNoEnergy() {
    counter(0, 1_000_000);
    assertThat(row().counterEnergyWh()).isNull();
  }

  @Test
  void aCounterThatStartsAgainAtZeroIsReset() {
    counter(0, 9_000_000);
    counter(10, 2_000);
    assertThat(row().counterEnergyWh()).isEqualTo(2);
    assertThat(row().quality() & Quality.RESET).isEqualTo(Quality.RESET);
  }

  @Test
  void aCounterRollsOverAtItsModulusOnly() {
    // 501.5 Wh up to the modulus and beyond are too much for 10 s, the 1.5 Wh of a reset are not.
    counter(0, 99_999_500_000L);
    counter(10, 1_500);
    MeteringRules rules = RULES.withCounterModulus(DeviceType.METER, 100_000_000);
    assertThat(row(rules).counterEnergyWh()).isEqualTo(1.5);
    assertThat(row(rules).quality() & (Quality.ROLLOVER | Quality.RESET)).isEqualTo(Quality.RESET);

    ReadingSets near = new ReadingSets(START, MINUTE);
    near.add(METER, START, 0, NO_POWER_FACTOR, 99_999_999_500L, NO_SEQUENCE);
    near.add(METER, START + 10_000, 0, NO_POWER_FACTOR, 1_500, NO_SEQUENCE);
    EnergyAggregator aggregator = new EnergyAggregator(rules);
    near.forEach(
        view -> {
          RollupRow row = aggregator.summarise(view);
          assertThat(row.counterEnergyWh()).isEqualTo(2);
          assertThat(row.quality() & (Quality.ROLLOVER | Quality.RESET))
              .isEqualTo(Quality.ROLLOVER);
        });
  }

  @Test
  void anImplausibleStepIsAnotherMeter() {
    // 100 kW for 10 s is 277.777 Wh, and 1 Wh of slack: 278,777 mWh.
    counter(0, 1_000_000);
    counter(10, 1_278_777);
    counter(20, 1_557_555);
    assertThat(row().counterEnergyWh()).isEqualTo(278.777);
    assertThat(row().quality() & Quality.METER_SWAP).isEqualTo(Quality.METER_SWAP);
  }

  @Test
  void backToAGreatValueIsAnotherMeterToo() {
    counter(0, 5_000_000);
    counter(10, 4_000_000);
    assertThat(row().counterEnergyWh()).isZero();
    assertThat(row().quality() & Quality.METER_SWAP).isEqualTo(Quality.METER_SWAP);
  }

  @Test
  void nothingOverflowsAtTheExtremes() {
    // The longest window at the greatest power throughout, built from days of two readings each.
    long day = RollupFixture.DAY;
    long length = ReadingLimits.MAX_WINDOW_MILLIS;
    MeteringRules rules = RULES.withGapCap(DeviceType.METER, Duration.ofDays(1));
    EnergyAggregator aggregator = new EnergyAggregator(rules);
    EnergyAggregator month = new EnergyAggregator(rules);
    month.begin(METER.deviceTypeCode());
    for (long start = START; start < START + length; start += day) {
      ReadingSets one = new ReadingSets(start, day);
      one.add(METER, start, -1_000_000_000, 10_000, 0, Long.MAX_VALUE);
      one.add(METER, start + day - 1, -1_000_000_000, 10_000, 1_000_000_000_000_000L, 0);
      one.forEach(
          view -> {
            aggregator.summarise(view);
            month.addEncoded(aggregator.encodedPartial());
          });
    }
    RollupRow row = month.finish(METER, START, START + length);

    assertThat(row.doubledEnergy()).isEqualTo(-2_000_000_000L * length);
    assertThat(row.coveredMillis()).isEqualTo(length);
    assertThat(row.energyWh()).isEqualTo(-1e6 * 31 * 24, within(1e-3));
    assertThat(row.quality() & Quality.METER_SWAP).isEqualTo(Quality.METER_SWAP);
    assertThat(row.readingCount()).isEqualTo(62);
  }

  @Test
  void refusesWhatDoesNotFit() {
    power(0, 1);
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    assertThatIllegalStateException().isThrownBy(aggregator::partial);
    aggregator.begin(METER.deviceTypeCode());
    assertThatIllegalStateException()
        .isThrownBy(() -> aggregator.finish(METER, START, START + MINUTE));
    sets.forEach(
        view -> {
          WindowPartial partial = WindowPartial.of(view, RULES);
          aggregator.add(partial);
          assertThatIllegalArgumentException().isThrownBy(() -> aggregator.add(partial));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> aggregator.finish(METER, START + 1, START + MINUTE));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> aggregator.finish(METER, START - MINUTE, START));
        });
  }
}
