package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.HOUR;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static io.wattflow.core.rollup.RollupFixture.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.model.PlainReading;
import io.wattflow.core.model.PlainSeries;
import io.wattflow.schemas.avro.DeviceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * By how much the sum of the minutes' rows may differ from the hour's row: the bounds of
 * docs/energy.md.
 */
class FinerRowsPropertyTest {
  private static final int INTERIOR_BOUNDS = 59;

  @Provide
  Arbitrary<List<PlainReading>> hour() {
    return RollupFixture.readings(DAY_START, HOUR, 150);
  }

  @Property(tries = 1000)
  void theGeneralBoundHolds(@ForAll("hour") List<PlainReading> readings) {
    Map<SeriesKey, RollupRow> hours = hourRows(readings);
    Map<SeriesKey, List<RollupRow>> minutes = minuteRows(readings);
    hours.forEach((series, hour) -> checkGeneral(hour, minutes.getOrDefault(series, List.of())));
  }

  private static void checkGeneral(RollupRow hour, List<RollupRow> minutes) {
    int type = hour.series().deviceTypeCode();
    long cap = RULES.gapCapMillis(type);
    long power = Math.max(Math.abs(hour.minMilliwatts()), Math.abs(hour.maxMilliwatts()));
    long energy = hour.doubledEnergy();
    long covered = hour.coveredMillis();
    long counter = hour.counterEnergyMilliwattHours();
    for (RollupRow minute : minutes) {
      energy -= minute.doubledEnergy();
      covered -= minute.coveredMillis();
      counter -= minute.counterEnergyMilliwattHours();
    }
    assertThat(Math.abs(covered)).isLessThanOrEqualTo(INTERIOR_BOUNDS * 2 * cap);
    assertThat(Math.abs(energy)).isLessThanOrEqualTo(INTERIOR_BOUNDS * 2 * (2 * power * cap));
    long most = RULES.plausibleEnergyMilliwattHours(type, HOUR) + (INTERIOR_BOUNDS - 1) * 1000L;
    assertThat(counter).isBetween(0L, most);
  }

  /** A device that never falls silent for longer than the cap or a minute. */
  @Property(tries = 500)
  void withoutGapsTheTightBoundHolds(@ForAll Random random) {
    PlainSeries series = new PlainSeries(1, "dense", DeviceType.METER.ordinal());
    List<PlainReading> readings = new ArrayList<>();
    long counter = 0;
    for (long time = DAY_START + random.nextInt(30_000);
        time < DAY_START + HOUR;
        time += 1 + random.nextInt(30_000)) {
      long power = random.nextInt(8_000_001) - 3_000_000L;
      counter += random.nextInt(1000);
      readings.add(new PlainReading(series, time, null, power, null, counter));
    }
    RollupRow hour = hourRows(readings).values().iterator().next();
    List<RollupRow> minutes = minuteRows(readings).get(RollupFixture.key(series));
    assertThat(minutes).isNotNull().hasSize(60);

    long energy = hour.doubledEnergy();
    long covered = hour.coveredMillis();
    long counted = hour.counterEnergyMilliwattHours();
    for (RollupRow minute : minutes) {
      energy -= minute.doubledEnergy();
      covered -= minute.coveredMillis();
      counted -= minute.counterEnergyMilliwattHours();
    }
    long mostEnergy = 0;
    long stepsAcross = 0;
    for (int i = 1; i < readings.size(); i++) {
      PlainReading left = readings.get(i - 1);
      PlainReading right = readings.get(i);
      if (left.time() / MINUTE != right.time() / MINUTE) {
        mostEnergy += Math.abs(right.power() - left.power()) * (right.time() - left.time());
        Long from = left.counter();
        Long to = right.counter();
        stepsAcross += (to == null ? 0 : to) - (from == null ? 0 : from);
      }
    }
    assertThat(covered).isZero();
    assertThat(Math.abs(energy)).isLessThanOrEqualTo(mostEnergy);
    assertThat(counted).isEqualTo(stepsAcross);
  }

  private static Map<SeriesKey, RollupRow> hourRows(List<PlainReading> readings) {
    Map<SeriesKey, RollupRow> rows = new HashMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    RollupFixture.sets(readings, DAY_START, HOUR)
        .forEach(view -> rows.put(view.key(), aggregator.summarise(view)));
    return rows;
  }

  private static Map<SeriesKey, List<RollupRow>> minuteRows(List<PlainReading> readings) {
    Map<SeriesKey, List<RollupRow>> rows = new HashMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    for (long minute = DAY_START; minute < DAY_START + HOUR; minute += MINUTE) {
      RollupFixture.sets(readings, minute, MINUTE)
          .forEach(
              view ->
                  rows.computeIfAbsent(view.key(), key -> new ArrayList<>())
                      .add(aggregator.summarise(view)));
    }
    return rows;
  }
}
