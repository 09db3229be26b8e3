package io.wattflow.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What every table must hold after the pipeline has seen a stream of records: an independent
 * recomputation from the records' true readings, in the plainest style. It keeps all distinct
 * readings in memory (about 100 bytes each) and computes rows series by series when asked.
 */
public final class NaiveModel {
  private final ModelSettings settings;
  private final TreeMap<Series, Map<Fact, Integer>> voltages = new TreeMap<>();
  private final TreeMap<String, Long> deadLetters = new TreeMap<>();
  private long records;
  private long readings;

  public NaiveModel(ModelSettings settings) {
    this.settings = settings;
  }

  /** A model of everything that the script produces. */
  public static NaiveModel of(Iterable<ProducedRecord> script, ModelSettings settings) {
    NaiveModel model = new NaiveModel(settings);
    script.forEach(model::add);
    return model;
  }

  /** Takes in one produced record; the order does not matter. */
  public void add(ProducedRecord produced) {
    records++;
    TrueReading reading = produced.reading();
    if (reading == null) {
      deadLetters.merge(String.valueOf(produced.expectedReason()), 1L, Long::sum);
      return;
    }
    readings++;
    Series series = new Series(reading.userId(), reading.deviceId(), reading.deviceType());
    voltages
        .computeIfAbsent(series, key -> new HashMap<>())
        .put(Fact.of(reading), reading.voltageMillivolts());
  }

  /** All records that were taken in: {@code records = readings + dead letters}. */
  public long records() {
    return records;
  }

  /** Records that hold a valid reading, repeats counted. */
  public long readings() {
    return readings;
  }

  /** Expected dead letters by reason. */
  public SortedMap<String, Long> deadLetters() {
    return Collections.unmodifiableSortedMap(deadLetters);
  }

  /** How many distinct readings there are, which is the number of rows of {@code telemetry}. */
  public long distinctReadings() {
    return voltages.values().stream().mapToLong(Map::size).sum();
  }

  /** The rows of {@code telemetry} in the order of its key. */
  public Iterator<TrueReading> telemetry() {
    return voltages.entrySet().stream()
        .flatMap(entry -> telemetryOf(entry.getKey(), entry.getValue()))
        .iterator();
  }

  /** The rows of a rollup table in the order of its key. */
  public Iterator<ExpectedRow> rows(RollupWindow window) {
    return voltages.entrySet().stream()
        .flatMap(entry -> rowsOf(window, entry.getKey(), entry.getValue().keySet()))
        .iterator();
  }

  private static Stream<TrueReading> telemetryOf(Series series, Map<Fact, Integer> facts) {
    return new TreeMap<>(facts)
        .entrySet().stream()
            .map(
                entry -> {
                  Fact fact = entry.getKey();
                  return new TrueReading(
                      series.userId(),
                      series.deviceId(),
                      series.deviceType(),
                      fact.eventTimeMillis(),
                      fact.sequence(),
                      fact.powerMilliwatts(),
                      fact.powerFactor(),
                      fact.counterMilliwattHours(),
                      entry.getValue());
                });
  }

  private Stream<ExpectedRow> rowsOf(RollupWindow window, Series series, Iterable<Fact> facts) {
    TreeMap<Long, List<Fact>> contents = new TreeMap<>();
    for (Fact fact : facts) {
      for (long start : windowStarts(window, fact.eventTimeMillis())) {
        contents.computeIfAbsent(start, key -> new ArrayList<>()).add(fact);
      }
    }
    return contents.entrySet().stream()
        .map(
            entry ->
                new NaiveRollup(series, window, entry.getKey(), entry.getValue(), settings).row());
  }

  /** Every window that contains the instant. */
  static List<Long> windowStarts(RollupWindow window, long eventTimeMillis) {
    long period = window.period().toMillis();
    List<Long> starts = new ArrayList<>();
    long latest = Math.floorDiv(eventTimeMillis, period) * period;
    for (long start = latest;
        start + window.length().toMillis() > eventTimeMillis;
        start -= period) {
      starts.add(start);
    }
    return starts;
  }
}
