package io.wattflow.integration.model;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.simulation.ExpectedRow;
import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows that the product's algebra makes of readings, in the way of the stream: sets of readings
 * for minutes, partials of minutes for 5 minutes and hours, partials of hours for days.
 */
final class CoreRollups {
  static final Comparator<ExpectedRow> ORDER =
      Comparator.comparing(ExpectedRow::series).thenComparingLong(ExpectedRow::windowStartMillis);

  private static final long MINUTE = RollupWindow.ONE_MINUTE.length().toMillis();

  private final EnergyAggregator aggregator;
  private final TreeMap<Long, ReadingSets> minutes = new TreeMap<>();

  CoreRollups(MeteringRules rules) {
    this.aggregator = new EnergyAggregator(rules);
  }

  void add(DecodedReading reading) {
    long start = Math.floorDiv(reading.eventTimeMillis(), MINUTE) * MINUTE;
    minutes.computeIfAbsent(start, key -> new ReadingSets(key, MINUTE)).add(reading);
  }

  /** The rows of every table, in the order of the tables' keys. */
  Map<RollupWindow, List<ExpectedRow>> rows() {
    Map<RollupWindow, List<ExpectedRow>> rows = new EnumMap<>(RollupWindow.class);
    for (RollupWindow window : RollupWindow.values()) {
      rows.put(window, new ArrayList<>());
    }
    Map<SeriesKey, TreeMap<Long, byte[]>> partials = new HashMap<>();
    for (ReadingSets sets : minutes.values()) {
      sets.forEach(
          readings -> {
            rowsOf(rows, RollupWindow.ONE_MINUTE).add(row(aggregator.summarise(readings)));
            partials
                .computeIfAbsent(readings.key(), key -> new TreeMap<>())
                .put(readings.windowStartMillis(), aggregator.encodedPartial());
          });
    }
    partials.forEach(
        (series, ofMinutes) -> {
          merge(series, ofMinutes, RollupWindow.FIVE_MINUTES, rows);
          TreeMap<Long, byte[]> ofHours = merge(series, ofMinutes, RollupWindow.ONE_HOUR, rows);
          merge(series, ofHours, RollupWindow.ONE_DAY, rows);
        });
    rows.values().forEach(list -> list.sort(ORDER));
    return rows;
  }

  private static List<ExpectedRow> rowsOf(
      Map<RollupWindow, List<ExpectedRow>> rows, RollupWindow window) {
    return rows.computeIfAbsent(window, key -> new ArrayList<>());
  }

  /** Rows of the windows that hold the children; returns the windows' own partials. */
  private TreeMap<Long, byte[]> merge(
      SeriesKey series,
      TreeMap<Long, byte[]> children,
      RollupWindow window,
      Map<RollupWindow, List<ExpectedRow>> rows) {
    long length = window.length().toMillis();
    long period = window.period().toMillis();
    TreeSet<Long> starts = new TreeSet<>();
    for (long child : children.keySet()) {
      long latest = Math.floorDiv(child, period) * period;
      for (long start = latest; start + length > child; start -= period) {
        starts.add(start);
      }
    }
    TreeMap<Long, byte[]> partials = new TreeMap<>();
    for (long start : starts) {
      aggregator.begin(series.deviceTypeCode());
      children.subMap(start, start + length).values().forEach(aggregator::addEncoded);
      rowsOf(rows, window).add(row(aggregator.finish(series, start, start + length)));
      partials.put(start, aggregator.encodedPartial());
    }
    return partials;
  }

  private static ExpectedRow row(RollupRow row) {
    SeriesKey key = row.series();
    return new ExpectedRow(
        new Series(key.userId(), key.deviceId(), key.deviceType().name()),
        row.windowStartMillis(),
        row.readingCount(),
        row.powerMin(),
        row.powerMax(),
        row.powerMean(),
        row.powerTimeWeightedMean(),
        row.powerFirst(),
        row.powerLast(),
        row.powerP50(),
        row.powerP95(),
        row.lastEventTimeMillis(),
        row.energyWh(),
        row.energyEstimatedWh(),
        row.counterEnergyWh(),
        row.powerFactorMean(),
        row.coveredSeconds(),
        row.quality(),
        row.version());
  }
}
