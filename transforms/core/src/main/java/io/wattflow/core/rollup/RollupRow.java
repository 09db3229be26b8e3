package io.wattflow.core.rollup;

import org.jspecify.annotations.Nullable;

/**
 * One row of a rollup table. The components are the exact integers; the columns in W, Wh and
 * seconds are derived from them by one division each, so equal rows give equal columns.
 *
 * @param series whose row it is
 * @param windowStartMillis start of the window, in ms since the epoch
 * @param readingCount winning readings, at least 1
 * @param minMilliwatts lowest power in mW
 * @param maxMilliwatts highest power in mW
 * @param sumMilliwatts sum of powers in mW
 * @param firstMilliwatts power of the first reading in mW
 * @param lastMilliwatts power of the last reading in mW
 * @param p50Milliwatts median power in mW, nearest rank; from the sketch in windows built of
 *     partials
 * @param p95Milliwatts 95th percentile of the power in mW, likewise
 * @param lastEventTimeMillis instant of the last reading, in ms since the epoch
 * @param doubledEnergy energy in mW·ms, doubled, the holds at the edges included
 * @param doubledEstimated the part of it that was bridged over two or more missed reports
 * @param counterCount readings with an energy counter
 * @param counterEnergyMilliwattHours progress of the energy counter in mWh; means nothing with
 *     fewer than two counter readings
 * @param powerFactorSum sum of power factors in 1/10,000
 * @param powerFactorCount readings with a power factor
 * @param coveredMillis observed part of the window in ms
 * @param quality bits of {@link Quality}
 * @param version grows with every change of the readings behind the row
 */
public record RollupRow(
    SeriesKey series,
    long windowStartMillis,
    long readingCount,
    long minMilliwatts,
    long maxMilliwatts,
    long sumMilliwatts,
    long firstMilliwatts,
    long lastMilliwatts,
    long p50Milliwatts,
    long p95Milliwatts,
    long lastEventTimeMillis,
    long doubledEnergy,
    long doubledEstimated,
    long counterCount,
    long counterEnergyMilliwattHours,
    long powerFactorSum,
    long powerFactorCount,
    long coveredMillis,
    int quality,
    long version) {

  /** Lowest power in W. */
  public double powerMin() {
    return minMilliwatts / 1000.0;
  }

  /** Highest power in W. */
  public double powerMax() {
    return maxMilliwatts / 1000.0;
  }

  /** Mean of the readings' powers in W, each counted once. */
  public double powerMean() {
    return sumMilliwatts / (1000.0 * readingCount);
  }

  /**
   * Mean power over the observed time in W; the plain mean when nothing was observed for any length
   * of time.
   */
  public double powerTimeWeightedMean() {
    return coveredMillis == 0 ? powerMean() : doubledEnergy / (2000.0 * coveredMillis);
  }

  /** Power of the first reading in W. */
  public double powerFirst() {
    return firstMilliwatts / 1000.0;
  }

  /** Power of the last reading in W. */
  public double powerLast() {
    return lastMilliwatts / 1000.0;
  }

  /** Median power in W. */
  public double powerP50() {
    return p50Milliwatts / 1000.0;
  }

  /** 95th percentile of the power in W. */
  public double powerP95() {
    return p95Milliwatts / 1000.0;
  }

  /** Energy in Wh, import positive. */
  public double energyWh() {
    return doubledEnergy / Quantities.DOUBLED_PER_WATT_HOUR;
  }

  /** The estimated part of the energy in Wh. */
  public double energyEstimatedWh() {
    return doubledEstimated / Quantities.DOUBLED_PER_WATT_HOUR;
  }

  /** Whether at least two readings carried an energy counter. */
  public boolean hasCounterEnergy() {
    return counterCount >= 2;
  }

  /** Progress of the energy counter in Wh, or null with fewer than two counter readings. */
  public @Nullable Double counterEnergyWh() {
    return hasCounterEnergy() ? counterEnergyMilliwattHours / 1000.0 : null;
  }

  /** Mean power factor, or null when no reading carried one. */
  public @Nullable Double powerFactorMean() {
    return powerFactorCount > 0 ? powerFactorSum / (10000.0 * powerFactorCount) : null;
  }

  /** Observed part of the window in seconds. */
  public double coveredSeconds() {
    return coveredMillis / 1000.0;
  }
}
