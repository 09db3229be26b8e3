package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.live.TelemetryProducer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to a topic as {@link io.wattflow.simulation.live.TelemetryProducer} does, malformed
 * ones as they are. The producer's buffer bounds what is under way; while Kafka is away it tries
 * again for two minutes.
 */
public final class KafkaTarget implements LoadTarget {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int PATIENCE_MILLIS = 120_000;

  /** Records of one millisecond, so that each is sent when it is due. */
  private static final Batching BATCHING = new Batching(1_000, Duration.ZERO);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final LoadTally tally;
  private final LoadObserver observer;

  /**
   * Sends to one topic; connects when the first record is sent.
   *
   * @param bootstrapServers host:port, separated by commas
   * @param topic it must exist
   * @param settings of the producer, where others than the usual ones are wanted
   */
  public KafkaTarget(
      String bootstrapServers,
      String topic,
      Map<String, Object> settings,
      LoadTally tally,
      LoadObserver observer) {
    this.topic = topic;
    this.tally = tally;
    this.observer = observer;
    Map<String, Object> all = new HashMap<>(TelemetryProducer.settings(bootstrapServers));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    all.putAll(settings);
    this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Batching batching() {
    return BATCHING;
  }

  @Override
  public boolean fits(ProducedRecord produced) {
    return true;
  }

  @Override
  public Shipment prepare(Batch batch) {
    return dueNanos -> {
      for (ProducedRecord produced : batch.records()) {
        send(produced, dueNanos);
      }
    };
  }

  private void send(ProducedRecord produced, long dueNanos) throws InterruptedException {
    long sentNanos = System.nanoTime();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            null,
            produced.eventTimeMillis(),
            produced.key().getBytes(UTF_8),
            produced.payload());
    try {
      producer.send(record, (metadata, failure) -> settle(produced, dueNanos, sentNanos, failure));
    } catch (InterruptException e) {
      InterruptedException interrupted = new InterruptedException("while waiting for Kafka");
      interrupted.initCause(e);
      throw interrupted;
    } catch (KafkaException | IllegalStateException e) {
      tally.trouble("Kafka takes no record: " + e.getMessage());
    }
    tally.sent(1);
  }

  private void settle(
      ProducedRecord produced, long dueNanos, long sentNanos, @Nullable Exception failure) {
    if (failure != null) {
      tally.trouble("Kafka refused a record: " + failure.getMessage());
      return;
    }
    long now = System.nanoTime();
    tally.accepted(1);
    String reason = produced.expectedReason();
    if (reason != null) {
      tally.passedOn(reason);
    }
    tally.answered(dueNanos, now - sentNanos);
    observer.accepted(produced, now);
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
