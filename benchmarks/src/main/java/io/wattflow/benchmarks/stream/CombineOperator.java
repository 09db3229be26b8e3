package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Combines readings into sets by shard and minute before they are shuffled. A minute leaves when
 * the watermark has passed its end; everything leaves before a checkpoint's barrier, so there is no
 * state, and when too much has come together.
 */
final class CombineOperator extends AbstractStreamOperator<Tuple2<Integer, byte[]>>
    implements OneInputStreamOperator<DecodedReading, Tuple2<Integer, byte[]>> {
  static final int SHARDS = 64;

  private static final long serialVersionUID = 1L;
  private static final long MINUTE = StreamWork.MINUTE.toMillis();
  private static final int MOST_READINGS = 2_000_000;

  private transient @Nullable NavigableMap<Long, @Nullable ReadingSets[]> minutes;
  private transient @Nullable ReadingSets @Nullable [] lastSets;
  private transient long lastMinute;
  private transient int held;

  @SuppressWarnings("deprecation") // the only way to be chained to the source
  CombineOperator() {
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  private NavigableMap<Long, @Nullable ReadingSets[]> minutes() {
    if (minutes == null) {
      minutes = new TreeMap<>();
      lastMinute = Long.MIN_VALUE;
    }
    return minutes;
  }

  @Override
  public void processElement(StreamRecord<DecodedReading> element) {
    DecodedReading reading = element.getValue();
    long time = reading.eventTimeMillis();
    long minute = time - Math.floorMod(time, MINUTE);
    @Nullable ReadingSets @Nullable [] shards = lastSets;
    if (shards == null || minute != lastMinute) {
      shards = minutes().computeIfAbsent(minute, start -> new ReadingSets[SHARDS]);
      lastSets = shards;
      lastMinute = minute;
    }
    long hash =
        Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
    int shard = Shards.shardOf(hash, SHARDS);
    ReadingSets sets = shards[shard];
    if (sets == null) {
      sets = new ReadingSets(minute, MINUTE);
      shards[shard] = sets;
    }
    sets.add(reading, hash);
    if (++held >= MOST_READINGS) {
      emitUpTo(Long.MAX_VALUE);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    emitUpTo(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    emitUpTo(Long.MAX_VALUE);
  }

  @Override
  public void finish() {
    emitUpTo(Long.MAX_VALUE);
  }

  private void emitUpTo(long watermark) {
    NavigableMap<Long, @Nullable ReadingSets[]> open = minutes();
    while (!open.isEmpty() && open.firstKey() + MINUTE - 1 <= watermark) {
      Map.Entry<Long, @Nullable ReadingSets[]> minute = open.pollFirstEntry();
      @Nullable ReadingSets[] shards = minute.getValue();
      for (int shard = 0; shard < SHARDS; shard++) {
        ReadingSets sets = shards[shard];
        if (sets != null) {
          held -= (int) sets.readingsPut();
          output.collect(new StreamRecord<>(Tuple2.of(shard, sets.encode()), minute.getKey()));
        }
      }
      lastSets = null;
    }
  }
}
