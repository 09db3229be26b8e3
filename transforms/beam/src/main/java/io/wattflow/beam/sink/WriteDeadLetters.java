package io.wattflow.beam.sink;

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
  private final String bootstrapServers;
  private final String topic;

  /**
   * Writes to one topic.
   *
   * @param bootstrapServers comma-separated host:port list
   * @param topic the dead-letter topic; it must exist
   */
  public WriteDeadLetters(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  @Override
  public PDone expand(PCollection<KV<byte[], byte[]>> deadLetters) {
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
                    // A dead letter carries its original, so it is larger than what was read.
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    8 << 20)));
  }
}
