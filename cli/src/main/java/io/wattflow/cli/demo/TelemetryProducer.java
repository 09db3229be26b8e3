package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records as a gateway of devices would: acknowledged by all replicas, idempotent, five
 * requests in flight (Kafka refuses idempotence with more), compressed, keyed by device, so that a
 * device's records stay in order in one partition.
 */
final class TelemetryProducer implements AutoCloseable {
  private static final int PROGRESS_EVERY = 1_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<Exception> refusal = new AtomicReference<>();

  TelemetryProducer(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "wattflow-demo",
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
                128 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends everything and tells the model of it; returns when the last record is acknowledged.
   *
   * @throws CommandFailedException if Kafka refuses a record
   */
  void send(Iterable<ProducedRecord> script, NaiveModel model, Console.Progress progress)
      throws CommandFailedException, InterruptedException {
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
        progress.to(model.records());
        requireAccepted();
        if (Thread.interrupted()) {
          throw new InterruptedException("while sending");
        }
      }
    }
    producer.flush();
    requireAccepted();
  }

  private void requireAccepted() throws CommandFailedException {
    Exception failure = refusal.get();
    if (failure != null) {
      throw new CommandFailedException("Kafka refused a record: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
