package io.wattflow.beam.sink;

import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes dead letters to their topic.
 *
 * <p>Guarantee: at least once. After a failure a dead letter may stand twice in the topic, with the
 * same key (topic, partition and offset of the original) and the same bytes; whoever reads them
 * keeps one of each key. The producer is idempotent and waits for all replicas.
 */
public final class WriteDeadLetters extends PTransform<PCollection<KV<byte[], byte[]>>, PDone> {
  // Kafka wants more than a request's timeout, 30 s, and what a batch lingers.
  private static final long LEAST_PATIENCE_MILLIS = 60_000;

  private final String bootstrapServers;
  private final String topic;
  private final Duration maxOutage;

  /**
   * Writes to one topic.
   *
   * @param bootstrapServers comma-separated host:port list
   * @param topic the dead-letter topic; it must exist, and take larger messages than the topic that
   *     the originals come from
   * @param maxOutage how long a bundle waits for Kafka before it fails
   */
  public WriteDeadLetters(String bootstrapServers, String topic, Duration maxOutage) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.maxOutage = maxOutage;
  }

  @Override
  public PDone expand(PCollection<KV<byte[], byte[]>> deadLetters) {
    int patience =
        (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_PATIENCE_MILLIS, maxOutage.toMillis()));
    return deadLetters.apply(
        "WriteKafka",
        KafkaIO.<byte[], byte[]>write()
            .withBootstrapServers(bootstrapServers)
            .withTopic(topic)
            .withKeySerializer(ByteArraySerializer.class)
            .withValueSerializer(ByteArraySerializer.class)
            .withProducerConfigUpdates(
                Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4",
                    // A dead letter carries its original, so it is larger than what was read. The
                    // limit is the topic's; the client's would count bytes before compression.
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    Integer.MAX_VALUE,
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    128L << 20,
                    // Kafka may be away for as long as any other part.
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    patience,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    (long) patience)));
  }
}
