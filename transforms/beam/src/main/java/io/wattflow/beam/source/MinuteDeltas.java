package io.wattflow.beam.source;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;

/** Readings of one shard that are put into the sets of their minutes, as the stream does it. */
final class MinuteDeltas {
  /** Readings of one element: enough that the cost of an element does not count. */
  static final int MAX_READINGS = 100_000;

  private final long minuteMillis;
  private final Map<Long, ReadingSets> minutes = new HashMap<>();
  private int readings;

  // Rows come in the order of the table, so the next one is mostly of the same minute.
  private long lastMinute = Long.MIN_VALUE;
  private ReadingSets last = new ReadingSets(0, 1);

  /** None yet. */
  MinuteDeltas(long minuteMillis) {
    this.minuteMillis = minuteMillis;
  }

  /** As {@link ReadingSets#add(SeriesKey, long, long, int, long, long)}. */
  void add(
      SeriesKey series, long timeMillis, long power, int powerFactor, long counter, long sequence) {
    minuteOf(timeMillis).add(series, timeMillis, power, powerFactor, counter, sequence);
    readings++;
  }

  /** As {@link ReadingSets#add(DecodedReading, long)}. */
  void add(DecodedReading reading, long deviceHash) {
    minuteOf(reading.eventTimeMillis()).add(reading, deviceHash);
    readings++;
  }

  private ReadingSets minuteOf(long timeMillis) {
    long minute = Math.floorDiv(timeMillis, minuteMillis) * minuteMillis;
    if (minute != lastMinute) {
      last = minutes.computeIfAbsent(minute, start -> new ReadingSets(start, minuteMillis));
      lastMinute = minute;
    }
    return last;
  }

  /** How many readings were added. */
  int readings() {
    return readings;
  }

  /** Start of each minute, in ms since the epoch, and its packed set. */
  List<KV<Long, byte[]>> encode() {
    List<KV<Long, byte[]>> deltas = new ArrayList<>(minutes.size());
    minutes.forEach((start, sets) -> deltas.add(KV.of(start, sets.encode())));
    return deltas;
  }
}
