package io.wattflow.beam.source;

import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Reads files into packs of deltas. A pack is of one shard; files of a day that had another number
 * of shards give several.
 */
final class PackArchivedFn extends DoFn<ArchivedFile, KV<Integer, List<KV<Long, byte[]>>>> {
  private static final int MAX_READINGS = 100_000;

  private final ArchiveSelection selection;
  private final long minuteMillis;
  private final int shards;

  PackArchivedFn(ArchiveSelection selection, long minuteMillis, int shards) {
    this.selection = selection;
    this.minuteMillis = minuteMillis;
    this.shards = shards;
  }

  @ProcessElement
  public void processElement(
      @Element ArchivedFile file, OutputReceiver<KV<Integer, List<KV<Long, byte[]>>>> out)
      throws IOException {
    DecodedReading reading = new DecodedReading();
    SortedMap<Integer, MinuteDeltas> packs = new TreeMap<>();
    int waiting = 0;
    try (ArchivedFileCursor readings = new ArchivedFileCursor(file, selection)) {
      while (readings.next(reading)) {
        long hash =
            Shards.hash(
                reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
        packs
            .computeIfAbsent(Shards.shardOf(hash, shards), shard -> new MinuteDeltas(minuteMillis))
            .add(reading, hash);
        waiting++;
        if (waiting == MAX_READINGS) {
          output(packs, out);
          waiting = 0;
        }
      }
    }
    output(packs, out);
  }

  private static void output(
      SortedMap<Integer, MinuteDeltas> packs,
      OutputReceiver<KV<Integer, List<KV<Long, byte[]>>>> out) {
    packs.forEach((shard, deltas) -> out.output(KV.of(shard, deltas.encode())));
    packs.clear();
  }
}
