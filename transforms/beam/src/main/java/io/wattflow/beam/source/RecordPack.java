package io.wattflow.beam.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Many records of one partition in one: Beam's cost is per element, so a pack is what travels from
 * the source to the decoding step.
 *
 * <p>A pack is a record like any other, of the partition it came from, with the offset of its last
 * record: a source that has emitted it goes on behind it. Its value holds the records one after the
 * other: offset and timestamp (8 bytes each), lengths of key and value (4 bytes each, -1 for null),
 * key and value. Packs live between two steps of a running job and are never stored, so the format
 * carries no version.
 *
 * <p>This class reads a pack: call {@link #next} before each record. No object is made per record.
 * Not thread-safe.
 */
public final class RecordPack {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int OFFSET = 0;
  private static final int TIMESTAMP = 8;
  private static final int KEY_LENGTH = 16;
  private static final int VALUE_LENGTH = 20;
  private static final int HEADER = 24;
  private static final int NULL = -1;

  private final KafkaRecord<byte[], byte[]> pack;
  private final byte[] bytes;
  private int header;
  private int end;

  /** A reader before the first record of {@code pack}. */
  public RecordPack(KafkaRecord<byte[], byte[]> pack) {
    this.pack = pack;
    this.bytes = pack.getKV().getValue();
  }

  /** Packs records of one partition, in the order given; at least one. */
  static ConsumerRecord<byte[], byte[]> pack(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    int size = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      size += size(record.key(), record.value());
    }
    byte[] bytes = new byte[size];
    int at = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      at = put(bytes, at, record.offset(), record.timestamp(), record.key(), record.value());
    }
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        records.get(records.size() - 1).offset(),
        new byte[0],
        bytes);
  }

  /** The pack of records that are read already, of one partition and in its order; at least one. */
  public static KafkaRecord<byte[], byte[]> of(List<KafkaRecord<byte[], byte[]>> records) {
    int size = 0;
    for (KafkaRecord<byte[], byte[]> record : records) {
      size += size(record.getKV().getKey(), record.getKV().getValue());
    }
    byte[] bytes = new byte[size];
    int at = 0;
    for (KafkaRecord<byte[], byte[]> record : records) {
      KV<byte[], byte[]> content = record.getKV();
      at =
          put(
              bytes,
              at,
              record.getOffset(),
              record.getTimestamp(),
              content.getKey(),
              content.getValue());
    }
    KafkaRecord<byte[], byte[]> last = records.get(records.size() - 1);
    return new KafkaRecord<>(
        last.getTopic(),
        last.getPartition(),
        last.getOffset(),
        last.getTimestamp(),
        last.getTimestampType(),
        null,
        KV.of(new byte[0], bytes));
  }

  private static int size(byte @Nullable [] key, byte @Nullable [] value) {
    return HEADER + Math.max(0, length(key)) + Math.max(0, length(value));
  }

  private static int length(byte @Nullable [] array) {
    return array == null ? NULL : array.length;
  }

  private static int put(
      byte[] bytes,
      int at,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    LONGS.set(bytes, at + OFFSET, offset);
    LONGS.set(bytes, at + TIMESTAMP, timestamp);
    INTS.set(bytes, at + KEY_LENGTH, length(key));
    INTS.set(bytes, at + VALUE_LENGTH, length(value));
    int to = at + HEADER;
    if (key != null) {
      System.arraycopy(key, 0, bytes, to, key.length);
      to += key.length;
    }
    if (value != null) {
      System.arraycopy(value, 0, bytes, to, value.length);
      to += value.length;
    }
    return to;
  }

  /** Moves to the next record; false behind the last one. */
  public boolean next() {
    if (end == bytes.length) {
      return false;
    }
    header = end;
    end = valueOffset() + valueLength();
    return true;
  }

  /** The array that holds the current record's value, and all others. */
  public byte[] buffer() {
    return bytes;
  }

  /** Where the current record's value begins. */
  public int valueOffset() {
    return header + HEADER + Math.max(0, (int) INTS.get(bytes, header + KEY_LENGTH));
  }

  /** Length of the current record's value in bytes; 0 if it has none. */
  public int valueLength() {
    return Math.max(0, (int) INTS.get(bytes, header + VALUE_LENGTH));
  }

  /** Kafka's timestamp of the current record in epoch milliseconds; below 0 if it has none. */
  public long timestamp() {
    return (long) LONGS.get(bytes, header + TIMESTAMP);
  }

  /** A copy of the current record, without headers, as if its producer had set its timestamp. */
  public KafkaRecord<byte[], byte[]> record() {
    int from = header + HEADER;
    int value = valueOffset();
    return new KafkaRecord<>(
        pack.getTopic(),
        pack.getPartition(),
        (long) LONGS.get(bytes, header + OFFSET),
        timestamp(),
        KafkaTimestampType.CREATE_TIME,
        null,
        KV.of(
            (int) INTS.get(bytes, header + KEY_LENGTH) == NULL
                ? null
                : Arrays.copyOfRange(bytes, from, value),
            (int) INTS.get(bytes, header + VALUE_LENGTH) == NULL
                ? null
                : Arrays.copyOfRange(bytes, value, end)));
  }
}
