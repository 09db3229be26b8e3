package io.wattflow.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A row of a rollup table. Powers in W, energies in Wh; components are the table's columns in
 * order.
 *
 * @param counterEnergyWh null with fewer than two counter readings
 * @param powerFactorMean null if no reading has a power factor
 * @param quality bits as in {@link NaiveRollup}
 */
public record ExpectedRow(
    Series series,
    long windowStartMillis,
    long readingCount,
    double powerMin,
    double powerMax,
    double powerMean,
    double powerTimeWeightedMean,
    double powerFirst,
    double powerLast,
    double powerP50,
    double powerP95,
    long lastEventTimeMillis,
    double energyWh,
    double energyEstimatedWh,
    @Nullable Double counterEnergyWh,
    @Nullable Double powerFactorMean,
    double coveredSeconds,
    int quality,
    long version) {}
