package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts dead letters by reason. A dead letter's key is its place of origin, and after a failure of
 * the stream it may be there twice; it is counted once.
 */
final class DeadLetterTally implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Set<String> seen = new HashSet<>();
  private final TreeMap<String, Long> byReason = new TreeMap<>();

  DeadLetterTally(String bootstrapServers, String topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "wattflow-demo-dead-letters",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Reads on and returns what has been found so far, by reason.
   *
   * @throws CommandFailedException if a record of the topic is no dead letter
   */
  SortedMap<String, Long> count() throws CommandFailedException {
    if (consumer.assignment().isEmpty()) {
      assign();
    }
    if (!consumer.assignment().isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (seen.add(new String(record.key(), StandardCharsets.UTF_8))) {
          byReason.merge(decode(record).getReason(), 1L, Long::sum);
        }
      }
    }
    return new TreeMap<>(byReason);
  }

  /** The stream creates the topic when it starts, so it may not be there yet. */
  private void assign() {
    Collection<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic, List.of());
    consumer.assign(
        partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList());
    consumer.seekToBeginning(consumer.assignment());
  }

  private static DeadLetter decode(ConsumerRecord<byte[], byte[]> record)
      throws CommandFailedException {
    try {
      return DeadLetterCodec.decode(record.value());
    } catch (InvalidMessageException e) {
      throw new CommandFailedException(
          "a record of %s at %d-%d is no dead letter: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(2));
  }
}
