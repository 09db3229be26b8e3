package io.wattflow.services.ingestion.http;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a topic holds in the end. */
final class TopicContent {
  private TopicContent() {}

  /** Device ids of all readings that begin so, in the order of their partition. */
  static List<String> deviceIds(String bootstrap, String topic, String prefix) {
    List<String> ids = new ArrayList<>();
    DecodedReading reading = new DecodedReading();
    ReadingDecoder decoder = new ReadingDecoder();
    for (byte[] payload : payloads(bootstrap, topic)) {
      if (decoder.decode(payload, reading) != null) {
        throw new AssertionError("an undecodable record in the topic: " + decoder.detail());
      }
      if (reading.deviceId().startsWith(prefix)) {
        ids.add(reading.deviceId());
      }
    }
    return ids;
  }

  private static List<byte[]> payloads(String bootstrap, String topic) {
    List<byte[]> payloads = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
          payloads.add(one.value());
        }
      }
    }
    return payloads;
  }
}
