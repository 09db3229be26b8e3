package io.wattflow.services.ingestion.publish;

import io.wattflow.services.ingestion.body.ReadingBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the readings of a request to Kafka, keyed by device, and tells when every one of them is
 * safe: acknowledged by all replicas in sync, written once whatever the producer has to retry.
 *
 * <p>After a failure some readings of the request may be in the topic nevertheless. Sending them
 * again is harmless, since a reading counts once however often it comes. Thread-safe; never blocks.
 */
public final class ReadingPublisher implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicLong waiting = new AtomicLong();

  /** Is told once what became of a request's readings, by a thread that must not be held up. */
  @FunctionalInterface
  public interface Outcome {
    /**
     * All are safe, or not.
     *
     * @param failure null: all are safe; otherwise the first thing that went wrong
     */
    void done(@Nullable Exception failure);
  }

  public ReadingPublisher(PublisherSettings settings) {
    this.topic = settings.topic();
    this.producer =
        new KafkaProducer<>(
            settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends all readings of a batch that were accepted, at least one.
   *
   * @param outcome is told when the last of them has an answer, at the latest after the acknowledge
   *     timeout
   */
  public void publish(ReadingBatch batch, Outcome outcome) {
    List<ReadingBatch.Accepted> readings = batch.accepted();
    Pending pending = new Pending(readings.size(), outcome);
    waiting.addAndGet(readings.size());
    for (int i = 0; i < readings.size(); i++) {
      ReadingBatch.Accepted reading = readings.get(i);
      try {
        producer.send(
            new ProducerRecord<>(
                topic, null, reading.eventTimeMillis(), reading.key(), reading.value()),
            pending);
      } catch (KafkaException | IllegalStateException e) {
        // No metadata yet, or closed: nothing that follows would fare better.
        pending.abandon(readings.size() - i, e);
        return;
      }
    }
  }

  /** Counts down the readings of one request. */
  private final class Pending implements Callback {
    private final int readings;
    private final AtomicInteger left;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Outcome outcome;

    Pending(int readings, Outcome outcome) {
      this.readings = readings;
      this.left = new AtomicInteger(readings);
      this.outcome = outcome;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception problem) {
      if (problem != null) {
        failure.compareAndSet(null, problem);
      }
      finish(1);
    }

    void abandon(int unsent, Exception problem) {
      failure.compareAndSet(null, problem);
      finish(unsent);
    }

    private void finish(int answered) {
      if (left.addAndGet(-answered) == 0) {
        waiting.addAndGet(-readings);
        outcome.done(failure.get());
      }
    }
  }

  /** Readings of requests that have been handed to the producer and have no answer yet. */
  public long waiting() {
    return waiting.get();
  }

  /**
   * Whether the producer knows the topic's partitions; asks for them if not. Until then every
   * reading fails at once.
   */
  public boolean knowsTopic() {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (KafkaException e) {
      return false; // asked for; the next call may know
    }
  }

  /** Waits until everything that was sent has an answer, but no longer than ten seconds. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
