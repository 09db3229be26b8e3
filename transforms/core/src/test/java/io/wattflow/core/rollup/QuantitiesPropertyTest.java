package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What was an integer once stays the same integer, over the whole range that is allowed. */
class QuantitiesPropertyTest {
  private static final long MAX_POWER = ReadingLimits.MAX_POWER_MILLIWATTS;
  private static final long MAX_COUNTER = ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS;
  private static final int MAX_FACTOR = ReadingLimits.MAX_POWER_FACTOR;

  @Property(tries = 20_000)
  void powerComesBack(@ForAll @LongRange(min = -MAX_POWER, max = MAX_POWER) long milliwatts) {
    assertThat(Quantities.milliwatts(Quantities.watts(milliwatts))).isEqualTo(milliwatts);
  }

  @Property(tries = 20_000)
  void aCounterComesBack(@ForAll @LongRange(min = 0, max = MAX_COUNTER) long milliwattHours) {
    assertThat(Quantities.milliwattHours(Quantities.wattHours(milliwattHours)))
        .isEqualTo(milliwattHours);
  }

  @Property
  void aVoltageComesBack(@ForAll @IntRange(min = 0) int millivolts) {
    assertThat(Quantities.millivolts(Quantities.volts(millivolts))).isEqualTo(millivolts);
  }

  @Property(tries = 20_001)
  void aPowerFactorComesBack(@ForAll @IntRange(min = -MAX_FACTOR, max = MAX_FACTOR) int factor) {
    assertThat(Quantities.tenThousandths(Quantities.powerFactor(factor))).isEqualTo(factor);
  }
}
