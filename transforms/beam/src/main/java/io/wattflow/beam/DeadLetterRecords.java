package io.wattflow.beam;

import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.wire.DeadLetterCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.jspecify.annotations.Nullable;

/** Key and value of the records of the dead-letter topic. */
final class DeadLetterRecords {
  private DeadLetterRecords() {}

  /**
   * The place of origin, {@code topic-partition-offset}. It is the record's identity: written twice
   * after a failure, the two have the same key and the same bytes.
   */
  static byte[] key(KafkaRecord<byte[], byte[]> record) {
    return (record.getTopic() + "-" + record.getPartition() + "-" + record.getOffset())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The dead letter with the original key and bytes, its reason and its place of origin. */
  static byte[] value(
      KafkaRecord<byte[], byte[]> record, String step, String reason, String detail) {
    byte @Nullable [] key = record.getKV().getKey();
    byte @Nullable [] payload = record.getKV().getValue();
    return DeadLetterCodec.encode(
        DeadLetter.newBuilder()
            .setPayload(ByteBuffer.wrap(payload == null ? new byte[0] : payload))
            .setKey(key == null ? null : ByteBuffer.wrap(key))
            .setReason(reason)
            .setDetail(detail)
            .setStep(step)
            .setTopic(record.getTopic())
            .setPartition(record.getPartition())
            .setOffset(record.getOffset())
            .setRecordTimestamp(
                record.getTimestamp() < 0 ? null : Instant.ofEpochMilli(record.getTimestamp()))
            .build());
  }
}
