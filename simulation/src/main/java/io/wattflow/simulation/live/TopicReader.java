package io.wattflow.simulation.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic as it is, byte for byte. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Takes the records of a topic one by one, those of a partition in their order.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Visitor<E extends Exception> {
    /**
     * Is told before the first record how many there are at most; transaction markers and what was
     * compacted away count too.
     */
    default void expect(long records) {}

    /**
     * Takes one.
     *
     * @return whether to go on
     */
    boolean visit(ConsumerRecord<byte[], byte[]> record) throws E;
  }

  private TopicReader() {}

  /** All records from the beginning to what is now the end. */
  public static List<ConsumerRecord<byte[], byte[]>> readAll(String bootstrap, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    readEach(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap), topic, records::add);
    return records;
  }

  /**
   * Shows a visitor all records from the beginning to what is now the end.
   *
   * @param settings of the consumer, with the brokers' addresses
   * @throws TimeoutException if Kafka does not answer, or nothing comes for 30 s
   */
  public static <E extends Exception> void readEach(
      Map<String, Object> settings, String topic, Visitor<E> visitor) throws E {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      visitor.expect(
          partitions.stream()
              .mapToLong(p -> ends.getOrDefault(p, 0L) - begins.getOrDefault(p, 0L))
              .sum());
      readUntil(consumer, ends, visitor);
    }
  }

  private static <E extends Exception> void readUntil(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Visitor<E> visitor)
      throws E {
    long lastNews = System.nanoTime();
    long reached = -1;
    while (true) {
      long position = ends.keySet().stream().mapToLong(consumer::position).sum();
      if (ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        return;
      }
      // Positions move on over transaction markers, which bring no record.
      if (position != reached) {
        reached = position;
        lastNews = System.nanoTime();
      } else if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
        throw new TimeoutException("nothing came from Kafka for " + PATIENCE.toSeconds() + " s");
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
        // What was written after the start would otherwise be seen of some partitions and not of
        // others.
        if (record.offset() < end && !visitor.visit(record)) {
          return;
        }
      }
    }
  }
}
