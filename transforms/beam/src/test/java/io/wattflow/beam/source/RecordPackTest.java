package io.wattflow.beam.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordPackTest {
  private static final TopicPartition PARTITION = new TopicPartition("telemetry-data", 3);

  @Test
  void recordsComeOutAsTheyWentIn() {
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(
            consumed(7, "a", "first"),
            consumed(8, null, "no key"),
            consumed(12, "b", null),
            consumed(13, "", ""),
            consumed(14, "c", "last"));
    ConsumerRecord<byte[], byte[]> packed = RecordPack.pack(PARTITION, records);
    assertThat(packed.topic()).isEqualTo("telemetry-data");
    assertThat(packed.partition()).isEqualTo(3);
    // Whoever has taken the pack goes on behind its last record.
    assertThat(packed.offset()).isEqualTo(14);
    RecordPack pack = new RecordPack(read(packed));
    List<KafkaRecord<byte[], byte[]>> found = new ArrayList<>();
    List<String> values = new ArrayList<>();
    while (pack.next()) {
      found.add(pack.record());
      values.add(new String(pack.buffer(), pack.valueOffset(), pack.valueLength(), UTF_8));
    }
    assertThat(values).containsExactly("first", "no key", "", "", "last");
    assertThat(found).hasSameSizeAs(records);
    for (int i = 0; i < found.size(); i++) {
      KafkaRecord<byte[], byte[]> record = found.get(i);
      assertThat(record.getTopic()).isEqualTo("telemetry-data");
      assertThat(record.getPartition()).isEqualTo(3);
      assertThat(record.getOffset()).isEqualTo(records.get(i).offset());
      assertThat(record.getTimestamp()).isEqualTo(records.get(i).timestamp());
      assertThat(record.getKV().getKey()).isEqualTo(records.get(i).key());
      assertThat(record.getKV().getValue()).isEqualTo(records.get(i).value());
    }
  }

  @Test
  void aPackOfOneIsThatRecord() {
    RecordPack pack = new RecordPack(RecordPack.of(List.of(read(consumed(5, "key", "value")))));
    assertThat(pack.next()).isTrue();
    assertThat(pack.timestamp()).isEqualTo(1_005);
    assertThat(Arrays.copyOfRange(pack.buffer(), pack.valueOffset(), pack.buffer().length))
        .isEqualTo("value".getBytes(UTF_8));
    assertThat(pack.record().getOffset()).isEqualTo(5);
    assertThat(pack.next()).isFalse();
    assertThat(pack.next()).isFalse();
  }

  @Test
  void aPollBecomesOnePackForEachPartition() {
    TopicPartition other = new TopicPartition("telemetry-data", 5);
    ConsumerRecords<byte[], byte[]> poll =
        new ConsumerRecords<>(
            Map.of(
                PARTITION,
                List.of(consumed(1, "a", "x"), consumed(2, "b", "y")),
                other,
                List.of(consumed(9, "c", "z"))));

    ConsumerRecords<byte[], byte[]> packed = PackingConsumers.packed(poll);

    assertThat(packed.count()).isEqualTo(2);
    assertThat(packed.records(PARTITION)).extracting(ConsumerRecord::offset).containsExactly(2L);
    assertThat(packed.records(other)).extracting(ConsumerRecord::offset).containsExactly(9L);
  }

  @Test
  void anEmptyPollStaysEmpty() {
    assertThat(PackingConsumers.packed(ConsumerRecords.empty()).isEmpty()).isTrue();
  }

  @SuppressWarnings("NullAway") // Kafka's records have nulls where its signature says nothing
  private static ConsumerRecord<byte[], byte[]> consumed(
      long offset, @Nullable String key, @Nullable String value) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        1_000 + offset,
        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
        0,
        0,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        new org.apache.kafka.common.header.internals.RecordHeaders(),
        java.util.Optional.empty());
  }

  /** As KafkaIO hands on what a consumer returned. */
  private static KafkaRecord<byte[], byte[]> read(ConsumerRecord<byte[], byte[]> record) {
    return new KafkaRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        KafkaTimestampType.CREATE_TIME,
        null,
        KV.of(record.key(), record.value()));
  }
}
