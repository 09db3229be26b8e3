package io.wattflow.simulation;

import java.util.Comparator;

/**
 * What makes a reading of a series distinct; absent values as in {@link TrueReading}.
 *
 * @param eventTimeMillis instant
 * @param sequence or -1
 * @param powerMilliwatts power
 * @param powerFactor in 1/10,000, or {@link TrueReading#NO_POWER_FACTOR}
 * @param counterMilliwattHours cumulative import, or -1
 */
record Fact(
    long eventTimeMillis,
    long sequence,
    long powerMilliwatts,
    int powerFactor,
    long counterMilliwattHours)
    implements Comparable<Fact> {

  /**
   * By time; of one instant the winner comes last: highest sequence, then greatest power, power
   * factor, counter. Each absent value is below every present one, so plain numbers compare
   * rightly.
   */
  private static final Comparator<Fact> ORDER =
      Comparator.comparingLong(Fact::eventTimeMillis)
          .thenComparingLong(Fact::sequence)
          .thenComparingLong(Fact::powerMilliwatts)
          .thenComparingInt(Fact::powerFactor)
          .thenComparingLong(Fact::counterMilliwattHours);

  static Fact of(TrueReading reading) {
    return new Fact(
        reading.eventTimeMillis(),
        reading.sequence(),
        reading.powerMilliwatts(),
        reading.powerFactor(),
        reading.energyCounterMilliwattHours());
  }

  boolean hasPowerFactor() {
    return powerFactor != TrueReading.NO_POWER_FACTOR;
  }

  boolean hasCounter() {
    return counterMilliwattHours != TrueReading.NO_COUNTER;
  }

  @Override
  public int compareTo(Fact other) {
    return ORDER.compare(this, other);
  }
}
