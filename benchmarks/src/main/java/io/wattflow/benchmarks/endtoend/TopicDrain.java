package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.benchmarks.stream.ReadingIntake;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The plain way from a topic to a store: a consumer for each partition decodes and hands on, in a
 * thread of its own, until the topic's end. No framework, no state, no guarantee.
 */
final class TopicDrain {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final byte[] CLOSER = Topics.CLOSER.getBytes(StandardCharsets.UTF_8);

  private final String bootstrap;
  private final String topic;
  private final AtomicLong firstNanos = new AtomicLong(Long.MAX_VALUE);

  /** Where the readings of one partition go. */
  interface Target {
    /**
     * Takes a reading, which is valid only during the call.
     *
     * @throws Exception if it cannot be stored; the drain then ends
     */
    void take(DecodedReading reading) throws Exception;

    /** Stores what is left, and returns when it is acknowledged. */
    void finish() throws Exception;
  }

  /** Makes the target of a thread of its own. */
  interface Targets {
    Target open() throws Exception;
  }

  /**
   * What a drain has done.
   *
   * @param records read, without the closers
   * @param seconds from the first record to the last acknowledgement
   */
  record Drained(long records, double seconds) {}

  TopicDrain(String bootstrap, String topic) {
    this.bootstrap = bootstrap;
    this.topic = topic;
  }

  Drained run(Targets targets) throws InterruptedException, ExecutionException {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (TopicPartition partition : partitions()) {
      tasks.add(() -> drain(partition, targets.open()));
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      long records = 0;
      for (Future<Long> result : threads.invokeAll(tasks)) {
        records += result.get();
      }
      return new Drained(records, (System.nanoTime() - firstNanos.get()) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<TopicPartition> partitions() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.partitionsFor(topic).stream()
          .map(PartitionInfo::partition)
          .map(partition -> new TopicPartition(topic, partition))
          .toList();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1_000, // found best for the product
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            4 << 20),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private long drain(TopicPartition partition, Target target) throws Exception {
    ReadingIntake intake = new ReadingIntake();
    long records = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        if (!batch.isEmpty()) {
          firstNanos.accumulateAndGet(System.nanoTime(), Math::min);
        }
        for (ConsumerRecord<byte[], byte[]> record : batch) {
          DecodedReading reading = intake.take(record.value());
          if (reading != null && !isCloser(reading)) {
            target.take(reading);
            records++;
          }
        }
      }
      target.finish();
    }
    return records;
  }

  private static boolean isCloser(DecodedReading reading) {
    int from = reading.deviceIdOffset();
    return reading.deviceIdLength() > CLOSER.length
        && Arrays.equals(
            reading.deviceIdBuffer(), from, from + CLOSER.length, CLOSER, 0, CLOSER.length);
  }
}
