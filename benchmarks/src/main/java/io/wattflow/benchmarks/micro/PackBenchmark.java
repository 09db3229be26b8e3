package io.wattflow.benchmarks.micro;

import io.wattflow.beam.source.RecordPack;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.ProducedRecord;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.values.KV;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Records out of the packs in which they come from the source. */
@State(Scope.Benchmark)
public class PackBenchmark extends MicroBenchmark {
  /** About as many as a poll returns. */
  private static final int RECORDS_PER_PACK = 1_024;

  private static final byte[] NO_KEY = {};

  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading reading = new DecodedReading();
  private final List<KafkaRecord<byte[], byte[]>> packs = new ArrayList<>();

  @Setup
  public void prepare() {
    List<ProducedRecord> records = MinuteReadings.records();
    byte[][] keys = MinuteReadings.keys(records);
    packs.clear();
    for (int from = 0; from < READINGS; from += RECORDS_PER_PACK) {
      // Records lie one after the other in a pack, so packs of one joined are a pack of many.
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (int i = from; i < from + RECORDS_PER_PACK; i++) {
        ProducedRecord produced = records.get(i);
        joined.writeBytes(
            RecordPack.of(
                    List.of(record(i, produced.eventTimeMillis(), keys[i], produced.payload())))
                .getKV()
                .getValue());
      }
      packs.add(record(from + RECORDS_PER_PACK - 1, 0, NO_KEY, joined.toByteArray()));
    }
  }

  private static KafkaRecord<byte[], byte[]> record(
      long offset, long timestamp, byte[] key, byte[] value) {
    return new KafkaRecord<>(
        "telemetry", 0, offset, timestamp, KafkaTimestampType.CREATE_TIME, null, KV.of(key, value));
  }

  /** Finding the records alone. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public long read() {
    long sum = 0;
    for (KafkaRecord<byte[], byte[]> pack : packs) {
      RecordPack records = new RecordPack(pack);
      while (records.next()) {
        sum += records.timestamp() + records.valueOffset() + records.valueLength();
      }
    }
    return sum;
  }

  /** And decoding each where it lies. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public long readAndDecode() {
    long sum = 0;
    for (KafkaRecord<byte[], byte[]> pack : packs) {
      RecordPack records = new RecordPack(pack);
      while (records.next()) {
        if (decoder.decode(records.buffer(), records.valueOffset(), records.valueLength(), reading)
            != null) {
          throw new IllegalStateException(decoder.detail());
        }
        sum += reading.eventTimeMillis();
      }
    }
    return sum;
  }
}
