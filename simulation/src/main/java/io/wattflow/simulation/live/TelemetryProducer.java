package io.wattflow.simulation.live;

import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records as a gateway of devices would: acknowledged by all replicas, idempotent, five
 * requests in flight (Kafka refuses idempotence with more), compressed, keyed by device, so that a
 * device's records stay in order in one partition. While Kafka is away it tries again for two
 * minutes.
 */
public final class TelemetryProducer implements AutoCloseable {
  private static final int PROGRESS_EVERY = 1_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<Exception> refusal = new AtomicReference<>();

  /**
   * Sends to one topic.
   *
   * @param bootstrapServers host:port, separated by commas
   * @param topic it must exist
   */
  public TelemetryProducer(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Of a producer as a gateway of devices has it, without serializers. */
  public static Map<String, Object> settings(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.CLIENT_ID_CONFIG,
        "wattflow-simulation",
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        5,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        20,
        ProducerConfig.BATCH_SIZE_CONFIG,
        128 * 1024);
  }

  /**
   * Sends everything and tells the model of it; returns when the last record is acknowledged.
   *
   * @param progress is told now and then how many records the model has taken in
   * @throws IOException if Kafka refuses a record
   */
  public void send(Iterable<ProducedRecord> script, NaiveModel model, LongConsumer progress)
      throws IOException, InterruptedException {
    for (ProducedRecord produced : script) {
      model.add(produced);
      producer.send(
          new ProducerRecord<>(
              topic,
              null,
              produced.eventTimeMillis(),
              produced.key().getBytes(StandardCharsets.UTF_8),
              produced.payload()),
          (metadata, failure) -> {
            if (failure != null) {
              refusal.compareAndSet(null, failure);
            }
          });
      if (model.records() % PROGRESS_EVERY == 0) {
        progress.accept(model.records());
        requireAccepted();
        if (Thread.interrupted()) {
          throw new InterruptedException("while sending");
        }
      }
    }
    producer.flush();
    requireAccepted();
  }

  private void requireAccepted() throws IOException {
    Exception failure = refusal.get();
    if (failure != null) {
      throw new IOException("Kafka refused a record: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
