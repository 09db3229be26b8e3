package io.wattflow.benchmarks.micro;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.PartialSets;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The minutes of a sliding window in which {@link MicroBenchmark#SERIES} series report at a steady
 * rate, each in every minute.
 *
 * @param minutes the accumulators of the minutes, in order of time
 * @param deltas the partials of all series, one packed delta for each minute
 */
record DeviceMinutes(List<ReadingSets> minutes, List<byte[]> deltas) {
  private static final int ALL_MINUTES = (1 << MicroBenchmark.MINUTES) - 1;

  // Some change their owner, and some have a phase that the jitter carries over the bound.
  private static final int DEVICES = MicroBenchmark.SERIES * 9 / 8;

  /**
   * The minutes of devices with a reporting interval.
   *
   * @param readings of a device in a minute, a divisor of 60,000
   */
  static DeviceMinutes of(int readings) {
    Set<SeriesKey> series = steadySeries(readings);
    List<ReadingSets> minutes = new ArrayList<>();
    for (int minute = 0; minute < MicroBenchmark.MINUTES; minute++) {
      minutes.add(
          new ReadingSets(
              MinuteReadings.START_MILLIS + minute * MinuteReadings.LENGTH_MILLIS,
              MinuteReadings.LENGTH_MILLIS));
    }
    forEachReading(
        readings,
        reading -> {
          if (series.contains(keyOf(reading))) {
            minutes.get(minuteOf(reading)).add(reading);
          }
        });
    return new DeviceMinutes(minutes, minutes.stream().map(DeviceMinutes::partials).toList());
  }

  /** The sliding window that all minutes belong to. */
  PartialSets window() {
    PartialSets window = emptyWindow();
    deltas.forEach(window::merge);
    return window;
  }

  /** The same window before anything was merged. */
  static PartialSets emptyWindow() {
    return new PartialSets(
        MinuteReadings.START_MILLIS, MicroBenchmark.MINUTES * MinuteReadings.LENGTH_MILLIS);
  }

  private static Set<SeriesKey> steadySeries(int readings) {
    Map<SeriesKey, Integer> seen = new LinkedHashMap<>();
    forEachReading(
        readings,
        reading -> seen.merge(keyOf(reading), 1 << minuteOf(reading), (one, two) -> one | two));
    Set<SeriesKey> steady =
        seen.entrySet().stream()
            .filter(entry -> entry.getValue() == ALL_MINUTES)
            .limit(MicroBenchmark.SERIES)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (steady.size() < MicroBenchmark.SERIES) {
      throw new IllegalStateException("only " + steady.size() + " series report in every minute");
    }
    return steady;
  }

  private static void forEachReading(int readings, Consumer<DecodedReading> visitor) {
    Duration span = Duration.ofMillis(MicroBenchmark.MINUTES * MinuteReadings.LENGTH_MILLIS);
    Instant end = Instant.ofEpochMilli(MinuteReadings.START_MILLIS).plus(span);
    Duration interval = Duration.ofMillis(MinuteReadings.LENGTH_MILLIS / readings);
    Fleet fleet = Fleet.benchmark(MinuteReadings.SEED, DEVICES, end, span, interval);
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading reading = new DecodedReading();
    for (ProducedRecord produced : TelemetryScript.of(MinuteReadings.SEED, Faults.none(), fleet)) {
      visitor.accept(MinuteReadings.decode(decoder, produced, reading));
    }
  }

  private static int minuteOf(DecodedReading reading) {
    return (int)
        ((reading.eventTimeMillis() - MinuteReadings.START_MILLIS) / MinuteReadings.LENGTH_MILLIS);
  }

  private static SeriesKey keyOf(DecodedReading reading) {
    return SeriesKey.of(
        reading.userId(),
        reading.deviceIdBuffer(),
        reading.deviceIdOffset(),
        reading.deviceIdLength(),
        reading.deviceTypeCode());
  }

  private static byte[] partials(ReadingSets minute) {
    EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
    PartialDelta delta = new PartialDelta();
    minute.forEach(
        view -> {
          aggregator.summarise(view);
          delta.add(view.key(), view.windowStartMillis(), aggregator);
        });
    return delta.encode();
  }
}
