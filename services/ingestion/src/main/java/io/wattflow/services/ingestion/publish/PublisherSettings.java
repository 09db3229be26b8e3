package io.wattflow.services.ingestion.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How readings go to Kafka.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param topic of the readings
 * @param compression none, gzip, snappy, lz4 or zstd
 * @param linger how long a batch waits for more, 0 or more
 * @param acknowledgeTimeout until a reading without an acknowledgement counts as failed; its
 *     request is answered with 503 then
 * @param bufferBytes for readings on their way; more than the bound of readings in flight
 * @param overrides further settings of the producer, which win; those that durability depends on
 *     cannot be overridden
 */
public record PublisherSettings(
    String bootstrapServers,
    String topic,
    String compression,
    Duration linger,
    Duration acknowledgeTimeout,
    long bufferBytes,
    Map<String, String> overrides) {
  private static final int BATCH_BYTES = 128 * 1024;

  public PublisherSettings {
    overrides = Map.copyOf(overrides);
    if (acknowledgeTimeout.compareTo(linger) <= 0) {
      throw new IllegalArgumentException(
          "acknowledgeTimeout " + acknowledgeTimeout + " must be longer than linger " + linger);
    }
  }

  /** lz4, 5 ms, 10 s, 64 MiB. */
  public static PublisherSettings of(String bootstrapServers, String topic) {
    return new PublisherSettings(
        bootstrapServers,
        topic,
        "lz4",
        Duration.ofMillis(5),
        Duration.ofSeconds(10),
        64L << 20,
        Map.of());
  }

  /** The same settings with another time limit. */
  public PublisherSettings withAcknowledgeTimeout(Duration timeout) {
    return new PublisherSettings(
        bootstrapServers, topic, compression, linger, timeout, bufferBytes, overrides);
  }

  Map<String, Object> producer() {
    Map<String, Object> config = new HashMap<>();
    long timeout = acknowledgeTimeout.toMillis();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "wattflow-ingestion");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    config.put(
        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, Math.max(500, timeout / 4));
    config.putAll(overrides);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5); // the most it allows
    config.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout);
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Math.max(1, Math.min(30_000, (timeout - linger.toMillis()) / 2)));
    // An event loop must not wait: no metadata or no room is an answer at once.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
    return config;
  }
}
