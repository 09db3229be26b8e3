package io.wattflow.simulation;

import java.time.Duration;
import java.util.Map;

/**
 * What the formulas depend on besides the readings. Maps are by device type; a type that a map does
 * not name has the default.
 *
 * @param reportingIntervals default 15 min for INVERTER, 10 s for every other type
 * @param gapCaps default three reporting intervals, at most 30 min
 * @param maxPlausibleWatts default 100 kW
 * @param counterModuliMilliwattHours where counters roll over; none by default
 * @param generation of every minute's version; 0 for rows of the stream
 */
public record ModelSettings(
    Map<String, Duration> reportingIntervals,
    Map<String, Duration> gapCaps,
    Map<String, Long> maxPlausibleWatts,
    Map<String, Long> counterModuliMilliwattHours,
    long generation) {

  public ModelSettings {
    reportingIntervals = Map.copyOf(reportingIntervals);
    gapCaps = Map.copyOf(gapCaps);
    maxPlausibleWatts = Map.copyOf(maxPlausibleWatts);
    counterModuliMilliwattHours = Map.copyOf(counterModuliMilliwattHours);
  }

  /** The defaults of the stream. */
  public static ModelSettings defaults() {
    return new ModelSettings(
        Map.of("INVERTER", Duration.ofMinutes(15)), Map.of(), Map.of(), Map.of(), 0);
  }

  long intervalMillis(String deviceType) {
    return reportingIntervals.getOrDefault(deviceType, Duration.ofSeconds(10)).toMillis();
  }

  long gapCapMillis(String deviceType) {
    long usual = Math.min(3 * intervalMillis(deviceType), Duration.ofMinutes(30).toMillis());
    Duration own = gapCaps.get(deviceType);
    return own == null ? usual : own.toMillis();
  }

  long maxPlausibleMilliwatts(String deviceType) {
    return maxPlausibleWatts.getOrDefault(deviceType, 100_000L) * 1000;
  }
}
