package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.simulation.ProducedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends each reading when the clock says its event time, as devices would, in a thread of its own.
 * Acknowledged by all replicas, idempotent, compressed, keyed by device. A broker that is too slow
 * holds it up; {@link #worstDelayMillis} tells.
 */
public final class PacedLoad implements AutoCloseable {
  /** Of the planned rate, what must be sent: readings held back to be late are missing at first. */
  public static final double PACE = 0.98;

  private static final long STEP_MILLIS = 5;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Workload workload;
  private final String topic;
  private final Observer observer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::send, "load");
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong worstDelay = new AtomicLong();
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
  private volatile long sent;
  private volatile long originals;
  private volatile boolean ended;
  private volatile boolean stopped;

  /** Is told what the broker has accepted, by the producer's thread: it must be quick. */
  @FunctionalInterface
  public interface Observer {
    /** Nobody who wants to know. */
    Observer NONE = (produced, nanos) -> {};

    /**
     * A record is safe.
     *
     * @param nanos when that became known, as of {@link System#nanoTime}
     */
    void accepted(ProducedRecord produced, long nanos);
  }

  /**
   * Of a workload that begins at its start, which should be a moment ahead.
   *
   * @param bootstrap servers of a broker
   * @param topic that exists
   */
  public PacedLoad(String bootstrap, String topic, Workload workload, Observer observer) {
    this.workload = workload;
    this.topic = topic;
    this.observer = observer;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Begins to send; returns at once. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void send() {
    try {
      ended = sendUntilStopped();
      producer.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (org.apache.kafka.common.KafkaException e) {
      refusal.compareAndSet(null, e);
    }
  }

  /** Whether all was sent before it was stopped. */
  private boolean sendUntilStopped() throws InterruptedException {
    for (ProducedRecord produced : workload.records()) {
      long now = System.currentTimeMillis();
      while (produced.eventTimeMillis() > now) {
        Thread.sleep(STEP_MILLIS);
        now = System.currentTimeMillis();
      }
      if (stopped) {
        return false;
      }
      if (produced.kind() == ProducedRecord.Kind.PLAIN) {
        worstDelay.accumulateAndGet(now - produced.eventTimeMillis(), Math::max);
      }
      hand(produced);
    }
    return true;
  }

  private void hand(ProducedRecord produced) {
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
          } else {
            accepted.incrementAndGet();
            observer.accepted(produced, System.nanoTime());
          }
        });
    // One thread alone writes these.
    sent++;
    if (Workload.isOriginal(produced)) {
      originals++;
    }
  }

  /** Records that the broker has accepted. */
  public long accepted() {
    return accepted.get();
  }

  /**
   * How long after its time a record was handed to the producer at worst, since this was last
   * asked.
   */
  public long worstDelayMillis() {
    return worstDelay.getAndSet(0);
  }

  /**
   * Does nothing while all is well.
   *
   * @throws BenchException if the broker has refused a record
   */
  public void requireAccepted() {
    Exception failure = refusal.get();
    if (failure != null) {
      throw new BenchException("Kafka refused a record: " + failure.getMessage(), failure);
    }
  }

  /**
   * Does nothing if the load was as planned: what was not sent was not measured.
   *
   * @param perSecond records that were accepted
   * @throws SubjectFailedException if they are too few
   */
  public void requirePace(double perSecond) throws SubjectFailedException {
    if (perSecond < PACE * workload.perSecond()) {
      throw new SubjectFailedException(
          "only %,.0f of %,.0f records/s could be sent".formatted(perSecond, workload.perSecond()));
    }
  }

  /** Whether records are still being sent. */
  public boolean running() {
    return thread.isAlive();
  }

  /**
   * Ends the sending, unless it has ended, and waits until the broker has accepted everything.
   *
   * @return what was sent
   * @throws BenchException if the broker has refused a record
   */
  public Workload stop() throws InterruptedException {
    stopped = true;
    thread.join();
    requireAccepted();
    return workload.first(sent);
  }

  /**
   * How many distinct readings were sent, once the sending has ended. Of a load that was stopped
   * before its end this takes long: its records are made once more.
   */
  public long distinctReadings() {
    return ended && workload.limit() == Long.MAX_VALUE
        ? originals
        : workload.first(sent).distinctReadings();
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    producer.close(CLOSE_TIMEOUT);
  }
}
