package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.console.Console;
import io.wattflow.simulation.live.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A topic of dead letters, and the topic beside it, {@code <topic>-replayed}, where it stands what
 * became of them. A letter that a failure of the stream has written twice is shown once.
 */
final class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Kafka kafka;
  private final String topic;
  private final Console console;
  private long others;

  /** Takes one letter. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes it.
     *
     * @return whether to go on
     */
    boolean visit(Letter letter) throws CommandFailedException, InterruptedException;
  }

  private DeadLetters(Kafka kafka, String topic, Console console) {
    this.kafka = kafka;
    this.topic = topic;
    this.console = console;
  }

  /**
   * Looks for the topic.
   *
   * @param kafka stays the caller's, who closes it
   * @param console shows how far the reading is
   * @throws CommandFailedException if there is none, or no Kafka
   */
  static DeadLetters open(Kafka kafka, String topic, Console console)
      throws CommandFailedException, InterruptedException {
    kafka.requireTopic(
        topic, "the stream makes one when it starts; name another with --deadLetterTopic");
    return new DeadLetters(kafka, topic, console);
  }

  String topic() {
    return topic;
  }

  /** The topic that remembers what was replayed. */
  String marksTopic() {
    return topic + "-replayed";
  }

  /** Records of the topic that are no dead letters, as far as it was read last. */
  long others() {
    return others;
  }

  /**
   * Shows every letter, from the beginning to what is now the end.
   *
   * @throws CommandFailedException if Kafka does not answer any more, or from the visitor
   */
  void readEach(Visitor visitor) throws CommandFailedException, InterruptedException {
    others = 0;
    try (Reading reading = new Reading(visitor)) {
      TopicReader.readEach(kafka.reading(), topic, reading);
    } catch (InterruptException e) {
      InterruptedException interrupted = new InterruptedException("while reading " + topic);
      interrupted.initCause(e);
      throw interrupted;
    } catch (TimeoutException e) {
      throw kafka.away(e);
    }
  }

  /**
   * What is remembered; nothing if nothing was ever replayed.
   *
   * @throws CommandFailedException if the topic holds anything else
   */
  ReplayMarks marks() throws CommandFailedException, InterruptedException {
    ReplayMarks marks = new ReplayMarks();
    if (kafka.hasTopic(marksTopic())) {
      readMarks(marks);
    }
    return marks;
  }

  /**
   * Looks whether what is remembered stays remembered.
   *
   * @throws CommandFailedException if its topic deletes records by age or size, or has several
   *     partitions
   */
  void requireLastingMarks() throws CommandFailedException, InterruptedException {
    if (kafka.hasTopic(marksTopic())) {
      kafka.requireOneLasting(marksTopic());
    }
  }

  /**
   * What is remembered up to an offset at least, which the topic has.
   *
   * @throws CommandFailedException if the topic holds anything else, or Kafka does not show all of
   *     it for 30 s
   */
  ReplayMarks marksThrough(long offset) throws CommandFailedException {
    ReplayMarks marks = new ReplayMarks();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (readMarks(marks) < offset) {
      if (System.nanoTime() - deadline > 0) {
        throw kafka.away(new TimeoutException("topic " + marksTopic() + " is not shown whole"));
      }
    }
    return marks;
  }

  /** Adds all that is shown, and returns the last offset; -1 if there is none. */
  private long readMarks(ReplayMarks marks) throws CommandFailedException {
    long[] last = {-1};
    try {
      TopicReader.readEach(
          kafka.reading(),
          marksTopic(),
          (ConsumerRecord<byte[], byte[]> record) -> {
            addMark(record, marks);
            last[0] = record.offset();
            return true;
          });
    } catch (TimeoutException e) {
      throw kafka.away(e);
    }
    return last[0];
  }

  private void addMark(ConsumerRecord<byte[], byte[]> record, ReplayMarks marks)
      throws CommandFailedException {
    try {
      if (record.key() == null) {
        throw new IOException("a record without key");
      }
      String key = new String(record.key(), UTF_8);
      if (record.value() == null) {
        marks.forget(key);
      } else {
        marks.add(key, ReplayMark.decode(record.value()));
      }
    } catch (IOException e) {
      // To go on would be to send again what this record says was sent.
      throw new CommandFailedException(
          "topic %s holds at offset %d what no replay has written (%s): find out who writes there; deleting the topic forgets all replays"
              .formatted(marksTopic(), record.offset(), e.getMessage()),
          e);
    }
  }

  /** One pass over the topic. */
  private final class Reading
      implements TopicReader.Visitor<CommandFailedException>, AutoCloseable {
    private final Visitor visitor;
    private final Set<String> seen = new HashSet<>();
    private Console.@Nullable Progress progress;
    private long done;

    Reading(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void expect(long records) {
      progress = console.progress("Reading", records);
    }

    @Override
    public boolean visit(ConsumerRecord<byte[], byte[]> record) throws CommandFailedException {
      Objects.requireNonNull(progress).to(++done);
      Letter letter = Letter.read(record.value());
      if (letter == null) {
        others++;
        return true;
      }
      try {
        return !seen.add(letter.identity()) || visitor.visit(letter);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
