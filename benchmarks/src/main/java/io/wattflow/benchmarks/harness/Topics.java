package io.wattflow.benchmarks.harness;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import io.wattflow.simulation.ProducedRecord;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics that are full before the subjects start, so that what is measured is the subject and not
 * its producer.
 */
public final class Topics {
  /** Prefix of the device ids of {@link #fill closers}; their rows are no part of a result. */
  public static final String CLOSER = "closer-";

  private static final Duration AFTER_THE_END = Duration.ofDays(2);
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Of a deletion: a broker that is gone must not hold up what else is to be cleaned up. */
  private static final int DELETE_TIMEOUT_MILLIS = 5_000;

  private Topics() {}

  /**
   * A topic that has been filled.
   *
   * @param topic its name
   * @param partitions how many it has
   * @param records in it without the closers; repeats, malformed and conflicting ones count
   * @param malformed of them are no readings and belong to the dead letters
   * @param readings distinct ones among them: neither repeats nor malformed records
   * @param firstEvent lowest event time
   * @param lastEvent highest event time of a reading that is no closer
   * @param bytes of all payloads together
   */
  public record Filled(
      String topic,
      int partitions,
      long records,
      long malformed,
      long readings,
      Instant firstEvent,
      Instant lastEvent,
      long bytes) {
    /** Records that are readings, repeats and conflicting ones among them. */
    public long wellFormed() {
      return records - malformed;
    }
  }

  /**
   * Makes a topic and fills it, keyed by device. Each partition ends with a <em>closer</em>: a
   * reading of a device of its own, two days after the last event. It moves the watermark past the
   * end of every window that holds a reading, so that a drain ends by itself; the closer's own
   * windows stay open and are never counted.
   *
   * @param bootstrap servers of a broker
   * @param topic that does not exist yet
   * @param partitions 1 or more
   * @param script the records; event times at least three days ago, or brokers refuse the closers
   * @param progress gets a line every few seconds
   * @throws BenchException if the broker refuses
   */
  public static Filled fill(
      String bootstrap,
      String topic,
      int partitions,
      Iterable<ProducedRecord> script,
      PrintStream progress)
      throws InterruptedException {
    create(bootstrap, topic, partitions);
    Pour pour = new Pour(topic, progress);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            producerConfig(bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ProducedRecord produced : script) {
        pour.send(producer, produced);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      for (int partition = 0; partition < partitions; partition++) {
        Future<RecordMetadata> unused =
            producer.send(
                closer(topic, partition, pour.lastMillis + AFTER_THE_END.toMillis()), pour::sent);
      }
      producer.flush();
    }
    return pour.filled(partitions);
  }

  /**
   * Makes an empty topic that keeps its records for ever, whatever their timestamps.
   *
   * @throws BenchException if the broker refuses
   */
  public static void create(String bootstrap, String topic, int partitions)
      throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      NewTopic wanted =
          new NewTopic(topic, Optional.of(partitions), Optional.empty())
              .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1"));
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      throw new BenchException("topic " + topic + " could not be made: " + e.getMessage(), e);
    }
  }

  /**
   * How many records a topic holds that has lost none.
   *
   * @throws BenchException if the broker does not tell
   */
  public static long records(String bootstrap, String topic) throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      TopicDescription description =
          Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      description
          .partitions()
          .forEach(
              partition ->
                  ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new BenchException("topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Deletes topics; those that do not exist are no error, nor is a broker that does not answer
   * within five seconds.
   */
  public static void delete(String bootstrap, String... topics) throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                DELETE_TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                DELETE_TIMEOUT_MILLIS))) {
      for (String topic : topics) {
        try {
          admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
          // Nothing depends on it: the broker's folder goes with the workspace.
        }
      }
    }
  }

  private static Map<String, Object> producerConfig(String bootstrap) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        50,
        ProducerConfig.BATCH_SIZE_CONFIG,
        512 * 1024,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        64L << 20);
  }

  private static ProducerRecord<byte[], byte[]> closer(
      String topic, int partition, long eventTimeMillis) {
    String device = CLOSER + partition;
    byte[] payload =
        new ReadingEncoder()
            .encode(new DecodedReading().set(device, 1, DeviceType.METER, eventTimeMillis, 1));
    return new ProducerRecord<>(
        topic, partition, eventTimeMillis, device.getBytes(StandardCharsets.UTF_8), payload);
  }

  /** What has been sent so far. */
  private static final class Pour {
    private final String topic;
    private final PrintStream progress;
    private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
    private final long start = System.nanoTime();
    private long nextLine = start + PROGRESS_NANOS;
    private long records;
    private long malformed;
    private long readings;
    private long bytes;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    Pour(String topic, PrintStream progress) {
      this.topic = topic;
      this.progress = progress;
    }

    void send(KafkaProducer<byte[], byte[]> producer, ProducedRecord produced) {
      long time = produced.eventTimeMillis();
      // What the future would tell, the callback does.
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  null,
                  time,
                  produced.key().getBytes(StandardCharsets.UTF_8),
                  produced.payload()),
              this::sent);
      records++;
      bytes += produced.payload().length;
      firstMillis = Math.min(firstMillis, time);
      lastMillis = Math.max(lastMillis, time);
      if (produced.kind() == ProducedRecord.Kind.MALFORMED) {
        malformed++;
      } else if (produced.kind() != ProducedRecord.Kind.REPEATED) {
        readings++;
      }
      if ((records & 0xFFFF) == 0) {
        report();
      }
    }

    private void sent(Object metadata, @Nullable Exception failure) {
      refusal.compareAndSet(null, failure);
    }

    private void report() {
      requireAccepted();
      if (System.nanoTime() > nextLine) {
        nextLine += PROGRESS_NANOS;
        progress.printf(Locale.ROOT, "filling: %,d records%n", records);
      }
    }

    private void requireAccepted() {
      Exception failure = refusal.get();
      if (failure != null) {
        throw new BenchException(
            "Kafka refused a record of topic " + topic + ": " + failure.getMessage(), failure);
      }
    }

    Filled filled(int partitions) {
      requireAccepted();
      progress.printf(
          Locale.ROOT,
          "filled: %,d records, %,d distinct readings, %,d MB of payload in %.1f s%n",
          records,
          readings,
          bytes >> 20,
          (System.nanoTime() - start) / 1e9);
      return new Filled(
          topic,
          partitions,
          records,
          malformed,
          readings,
          Instant.ofEpochMilli(firstMillis),
          Instant.ofEpochMilli(lastMillis),
          bytes);
    }
  }
}
