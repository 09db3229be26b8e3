package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.cli.CommandFailedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends original records on their way again, and remembers it.
 *
 * <p>Guarantee: a letter is remembered as sent only after Kafka has its record, and it is
 * remembered as begun before. So whatever dies in between, a later replay sends it again: once more
 * for each death, and a reading counts once however often it comes.
 *
 * <p>The marks are written in transactions, under an id that is derived from the dead-letter topic.
 * A second replay of that topic fences the first, which finds out before it sends anything more.
 * The readings are no part of the transaction: its markers in their topic would look to the stream
 * like records that never come (see {@code ReadTelemetry}), and hold its watermark.
 */
final class Outbox implements AutoCloseable {
  /** Names the letter in the record that was replayed. */
  static final String HEADER = "wattflow-replay-of";

  /** A key that no mark has; without a value it is a tombstone, and compacted away. */
  private static final byte[] BARRIER = "barrier".getBytes(UTF_8);

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Kafka kafka;
  private final String marksTopic;
  private final Clock clock;
  private final KafkaProducer<byte[], byte[]> marks;
  private final KafkaProducer<byte[], byte[]> readings;
  private long barrier = -1;

  /**
   * A letter, and where it goes.
   *
   * @param letter that was found to hold a reading
   * @param topic exists
   */
  record Item(Letter letter, String topic) {}

  /**
   * What became of a letter.
   *
   * @param item what was sent
   * @param mark what is remembered of it
   * @param refusal why Kafka would not have it; empty if it has
   */
  record Outcome(Item item, ReplayMark mark, String refusal) {}

  private Outbox(Kafka kafka, String deadLetterTopic, String marksTopic, Clock clock) {
    this.kafka = kafka;
    this.marksTopic = marksTopic;
    this.clock = clock;
    this.marks = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id(deadLetterTopic)));
    this.readings = producer(Map.of());
  }

  private static String id(String deadLetterTopic) {
    return "wattflow-replay-" + deadLetterTopic;
  }

  /**
   * Opens the way back, and fences any other that is open for the same dead letters.
   *
   * @param kafka stays the caller's, who closes it
   * @throws CommandFailedException if Kafka does not answer or allows no transactions, or if marks
   *     would be deleted one day
   */
  static Outbox open(Kafka kafka, DeadLetters letters, Clock clock)
      throws CommandFailedException, InterruptedException {
    kafka.ensureCompacted(letters.marksTopic());
    Outbox outbox = new Outbox(kafka, letters.topic(), letters.marksTopic(), clock);
    try {
      outbox.marks.initTransactions();
      outbox.writeBarrier();
      return outbox;
    } catch (KafkaException e) {
      outbox.close();
      throw outbox.failure(e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> own) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "wattflow-replay",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                // Kafka has had the record before. The limit is the topic's; the client's would
                // count bytes before compression.
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MILLIS));
    settings.putAll(own);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Kafka answers a commit before its marker is in the topic. A broker that dies in between writes
   * it some hundred milliseconds after it is back, and until then hides what was committed. So a
   * record of no meaning is written first: whoever can read it can read all that stands before.
   */
  private void writeBarrier() throws InterruptedException {
    marks.beginTransaction();
    Future<RecordMetadata> sent = marks.send(new ProducerRecord<>(marksTopic, BARRIER, null));
    marks.commitTransaction();
    try {
      barrier = sent.get().offset();
    } catch (ExecutionException e) {
      throw new KafkaException("the barrier was not written", e.getCause());
    }
  }

  /** The offset that the marks of earlier replays stand before. */
  long barrier() {
    return barrier;
  }

  /**
   * Sends some letters, and returns when Kafka has them and remembers that it has.
   *
   * @throws CommandFailedException if Kafka does not answer any more, or another replay has begun
   */
  List<Outcome> send(List<Item> items) throws CommandFailedException, InterruptedException {
    try {
      remember(items.stream().map(item -> new Outcome(item, begun(item), "")).toList());
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Item item : items) {
        sent.add(readings.send(record(item)));
      }
      readings.flush();
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        outcomes.add(outcome(items.get(i), sent.get(i)));
      }
      remember(outcomes.stream().filter(outcome -> outcome.mark().isSent()).toList());
      return outcomes;
    } catch (InterruptException e) {
      InterruptedException interrupted = new InterruptedException("while waiting for Kafka");
      interrupted.initCause(e);
      throw interrupted;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private void remember(List<Outcome> outcomes) {
    marks.beginTransaction();
    for (Outcome outcome : outcomes) {
      ReplayMark mark = outcome.mark();
      byte[] key = mark.key(outcome.item().letter().place()).getBytes(UTF_8);
      // What becomes of it, the commit tells.
      var unused = marks.send(new ProducerRecord<>(marksTopic, key, mark.encode()));
    }
    marks.commitTransaction();
  }

  private static ProducerRecord<byte[], byte[]> record(Item item) {
    Letter letter = item.letter();
    Instant timestamp = letter.timestamp();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            item.topic(),
            null,
            timestamp == null ? null : timestamp.toEpochMilli(),
            letter.key(),
            letter.payload());
    record.headers().add(HEADER, letter.place().toString().getBytes(UTF_8));
    return record;
  }

  private Outcome outcome(Item item, Future<RecordMetadata> sent) throws InterruptedException {
    try {
      RecordMetadata metadata = sent.get();
      Place landed = new Place(metadata.topic(), metadata.partition(), metadata.offset());
      return new Outcome(
          item, new ReplayMark(item.letter().digest(), item.topic(), landed, now()), "");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException cause) {
        throw cause;
      }
      return new Outcome(item, begun(item), String.valueOf(e.getCause()));
    }
  }

  private ReplayMark begun(Item item) {
    return new ReplayMark(item.letter().digest(), item.topic(), null, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private CommandFailedException failure(KafkaException e) {
    if (isFenced(e)) {
      return new CommandFailedException(
          "another replay of these dead letters has begun, and this one has stopped: let that one"
              + " end; nothing is lost",
          e);
    }
    return e instanceof RetriableException
        ? kafka.away(e)
        : new CommandFailedException(
            "Kafka at %s refuses: %s".formatted(kafka.bootstrapServers(), e.getMessage()), e);
  }

  /** The producer tells it once as it is, and from then on as the cause. */
  private static boolean isFenced(KafkaException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException);
  }

  @Override
  public void close() {
    marks.close(CLOSE_TIMEOUT);
    readings.close(CLOSE_TIMEOUT);
  }
}
