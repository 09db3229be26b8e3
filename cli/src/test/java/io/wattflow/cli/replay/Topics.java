package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.simulation.live.TopicReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker's topics, made and filled as a stream would. */
final class Topics implements AutoCloseable {
  private final KafkaBroker kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  Topics(KafkaBroker kafka) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes a topic with a retention by the records' own timestamps; -1: none. */
  void make(String topic, int partitions, long retentionMillis)
      throws ExecutionException, InterruptedException {
    make(topic, partitions, Map.of("retention.ms", Long.toString(retentionMillis)));
  }

  /** Makes a topic that keeps the newest record of each key. */
  void makeCompacted(String topic, int partitions) throws ExecutionException, InterruptedException {
    make(topic, partitions, Map.of("cleanup.policy", "compact"));
  }

  private void make(String topic, int partitions, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
          .all()
          .get();
    }
    kafka.ensureTopic(topic, partitions);
  }

  /** Writes a record, and returns when it is there. */
  void write(String topic, @Nullable String key, byte @Nullable [] value)
      throws ExecutionException, InterruptedException {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    producer.send(new ProducerRecord<>(topic, bytes, value)).get();
  }

  /** Writes a dead letter as the stream does. */
  void bury(String deadLetters, Place place, String reason, Instant timestamp, byte[] payload)
      throws ExecutionException, InterruptedException {
    write(deadLetters, place.toString(), Letters.encoded(place, reason, timestamp, payload));
  }

  /** Writes letters of different readings from a topic, and returns when they are there. */
  void buryMany(String deadLetters, String topic, int letters, Instant timestamp) {
    for (int i = 0; i < letters; i++) {
      Place place = new Place(topic, 0, i);
      byte[] letter = Letters.encoded(place, "OVERSIZED", timestamp, Letters.reading(i, timestamp));
      producer.send(new ProducerRecord<>(deadLetters, place.toString().getBytes(UTF_8), letter));
    }
    producer.flush();
  }

  /** All records. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return TopicReader.readAll(kafka.bootstrap(), topic);
  }

  @Override
  public void close() {
    producer.close();
  }
}
