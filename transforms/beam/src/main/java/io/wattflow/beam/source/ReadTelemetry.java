package io.wattflow.beam.source;

import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the telemetry topic as packs of many records ({@link RecordPack}), with event times and a
 * watermark that survives idle partitions and bad records ({@link EventTimePolicy}).
 *
 * <p>Keys and values stay bytes: a deserializer that throws would kill the job, while {@link
 * io.wattflow.beam.DecodeTelemetry} turns what it cannot decode into a dead letter. Where reading
 * starts is decided by the runner's checkpoint, else by the committed offsets of {@code groupId},
 * else by the earliest record. Offsets are committed when a checkpoint completes; they serve to
 * measure the lag, never to resume.
 *
 * <p>A checkpoint holds the source with all its settings and its partitions: a restored job reads
 * with those, whatever its options say, and does not see partitions that were added since.
 * Producers must not be transactional, since their markers look like a backlog that never ends, and
 * a partition with a backlog is not idle.
 */
public final class ReadTelemetry
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
  // A pack this large amortises Beam's cost per element, and a few of them still fit into the
  // processor's cache on their way from the polling thread to the decoding one.
  private static final int MAX_POLL_RECORDS = 1_000;

  private final String bootstrapServers;
  private final String topic;
  private final String groupId;
  private final Duration outOfOrderness;
  private final Duration idleTimeout;
  private final Duration futureSkew;
  private final boolean hasRegistry;

  /**
   * Reads from one topic.
   *
   * @param bootstrapServers comma-separated host:port list
   * @param topic the telemetry topic
   * @param groupId consumer group whose committed offsets show the progress
   * @param outOfOrderness how far behind the newest event of its partition a reading may be without
   *     being late; 0 or more
   * @param idleTimeout silence after which an exhausted partition follows the clock; above 0
   * @param futureSkew how far ahead of the clock an event time may move the watermark; 0 or more
   * @param hasRegistry whether payloads in Confluent framing can be readings
   */
  public ReadTelemetry(
      String bootstrapServers,
      String topic,
      String groupId,
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration futureSkew,
      boolean hasRegistry) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.groupId = groupId;
    this.outOfOrderness = outOfOrderness;
    this.idleTimeout = idleTimeout;
    this.futureSkew = futureSkew;
    this.hasRegistry = hasRegistry;
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin input) {
    return input.apply(
        "ReadKafka",
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(bootstrapServers)
            .withTopic(topic)
            .withKeyDeserializer(ByteArrayDeserializer.class)
            .withValueDeserializer(ByteArrayDeserializer.class)
            .withConsumerConfigUpdates(
                Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    groupId,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    MAX_POLL_RECORDS,
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    4 << 20))
            .withTimestampPolicyFactory(
                new EventTimePolicy.Factory(
                    outOfOrderness.toMillis(),
                    idleTimeout.toMillis(),
                    futureSkew.toMillis(),
                    hasRegistry))
            .withConsumerFactoryFn(new PackingConsumers())
            .commitOffsetsInFinalize());
  }
}
