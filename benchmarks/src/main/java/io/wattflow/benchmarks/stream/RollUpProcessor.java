package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * All windows of one task of the Kafka Streams subject. Keys are the window's start and the device
 * id, so that what has to close lies side by side; values are chunks with their length before them:
 * payloads in the minutes' store, packed partials in the others.
 */
final class RollUpProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
  static final List<String> STORES = List.of("minutes", "sliding", "hours");

  private static final long MINUTE = StreamWork.MINUTE.toMillis();
  private static final long HOUR = StreamWork.HOUR.toMillis();
  private static final Bytes FIRST = Bytes.wrap(new byte[0]);

  private final ReadingIntake intake = new ReadingIntake();
  private final ReadingIntake again = new ReadingIntake();
  private final Firing firing = new Firing();
  private @Nullable KeyValueStore<Bytes, byte[]> minutes;
  private @Nullable KeyValueStore<Bytes, byte[]> sliding;
  private @Nullable KeyValueStore<Bytes, byte[]> hours;
  private long newest;
  private long nextClose = Long.MIN_VALUE;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    minutes = context.getStateStore(STORES.get(0));
    sliding = context.getStateStore(STORES.get(1));
    hours = context.getStateStore(STORES.get(2));
  }

  @Override
  public void process(Record<byte[], byte[]> taken) {
    DecodedReading reading = intake.take(taken.value());
    if (reading == null) {
      return;
    }
    long time = reading.eventTimeMillis();
    long minute = time - Math.floorMod(time, MINUTE);
    append(open(minutes), key(minute, taken.key()), taken.value());
    if (time > newest) {
      newest = time;
      long watermark = newest - StreamWork.OUT_OF_ORDERNESS.toMillis();
      if (watermark >= nextClose) {
        close(watermark);
        nextClose = watermark - Math.floorMod(watermark, MINUTE) + MINUTE;
      }
    }
  }

  private static KeyValueStore<Bytes, byte[]> open(@Nullable KeyValueStore<Bytes, byte[]> store) {
    if (store == null) {
      throw new IllegalStateException("not initialised");
    }
    return store;
  }

  private void close(long watermark) {
    for (KeyValue<Bytes, byte[]> entry : ended(open(minutes), watermark - MINUTE)) {
      closeMinute(entry.key, entry.value);
    }
    closeWindows(open(sliding), StreamWork.SLIDING.toMillis(), watermark, Tally.Window.SLIDING);
    closeWindows(open(hours), HOUR, watermark, Tally.Window.HOUR);
  }

  private void closeMinute(Bytes key, byte[] payloads) {
    long start = startOf(key);
    ReadingSets sets = new ReadingSets(start, MINUTE);
    for (byte[] payload : chunks(payloads)) {
      DecodedReading reading = again.take(payload);
      if (reading != null) {
        sets.add(reading);
      }
    }
    byte[] partials =
        firing.minute(sets, row -> Tally.row(Tally.Window.MINUTE, row.readingCount()));
    for (int back = 0; back < StreamWork.OVERLAP; back++) {
      append(open(sliding), withStart(key, start - back * MINUTE), partials);
    }
    append(open(hours), withStart(key, start - Math.floorMod(start, HOUR)), partials);
  }

  private void closeWindows(
      KeyValueStore<Bytes, byte[]> store, long length, long watermark, Tally.Window kind) {
    for (KeyValue<Bytes, byte[]> entry : ended(store, watermark - length)) {
      firing.window(
          startOf(entry.key),
          length,
          chunks(entry.value),
          row -> Tally.row(kind, row.readingCount()));
    }
  }

  /** Takes out the entries whose windows start at {@code lastStart} or before. */
  private static List<KeyValue<Bytes, byte[]>> ended(
      KeyValueStore<Bytes, byte[]> store, long lastStart) {
    if (lastStart < 0) {
      return List.of();
    }
    List<KeyValue<Bytes, byte[]>> ended = new ArrayList<>();
    Bytes end = Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(lastStart + 1).array());
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(FIRST, end)) {
      entries.forEachRemaining(ended::add);
    }
    ended.forEach(entry -> store.delete(entry.key));
    return ended;
  }

  private static void append(KeyValueStore<Bytes, byte[]> store, Bytes key, byte[] chunk) {
    byte[] before = store.get(key);
    int length = before == null ? 0 : before.length;
    ByteBuffer after = ByteBuffer.allocate(length + Short.BYTES + chunk.length);
    if (before != null) {
      after.put(before);
    }
    after.putShort((short) chunk.length).put(chunk);
    store.put(key, after.array());
  }

  private static List<byte[]> chunks(byte[] packed) {
    List<byte[]> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(packed);
    while (in.hasRemaining()) {
      byte[] chunk = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(chunk);
      chunks.add(chunk);
    }
    return chunks;
  }

  private static Bytes key(long start, byte[] device) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + device.length).putLong(start).put(device).array());
  }

  private static long startOf(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong();
  }

  private static Bytes withStart(Bytes key, long start) {
    byte[] bytes = key.get().clone();
    ByteBuffer.wrap(bytes).putLong(start);
    return Bytes.wrap(bytes);
  }
}
