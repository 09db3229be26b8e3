package io.wattflow.simulation.live;

import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.InvalidMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
public final class DeadLetterTally implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Consumer<DeadLetter> reader;
  private final Set<String> seen = new HashSet<>();
  private final TreeMap<String, Long> byReason = new TreeMap<>();

  /**
   * Reads the topic from its beginning; it need not exist yet.
   *
   * @param bootstrapServers host:port, separated by commas
   */
  public DeadLetterTally(String bootstrapServers, String topic) {
    this(bootstrapServers, topic, letter -> {});
  }

  /**
   * As the other; shows each dead letter to {@code reader} when it is found for the first time.
   *
   * @param reader called by {@link #count}
   */
  public DeadLetterTally(String bootstrapServers, String topic, Consumer<DeadLetter> reader) {
    this.topic = topic;
    this.reader = reader;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "wattflow-simulation-dead-letters",
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
   * @throws IOException if a record of the topic is no dead letter
   */
  public SortedMap<String, Long> count() throws IOException {
    if (consumer.assignment().isEmpty()) {
      assign();
    }
    if (!consumer.assignment().isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (seen.add(new String(record.key(), StandardCharsets.UTF_8))) {
          DeadLetter letter = decode(record);
          byReason.merge(letter.getReason(), 1L, Long::sum);
          reader.accept(letter);
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

  private static DeadLetter decode(ConsumerRecord<byte[], byte[]> record) throws IOException {
    try {
      return DeadLetterCodec.decode(record.value());
    } catch (InvalidMessageException e) {
      throw new IOException(
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
