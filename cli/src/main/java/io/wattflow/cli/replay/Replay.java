package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.replay.Outbox.Item;
import io.wattflow.cli.replay.Outbox.Outcome;
import io.wattflow.cli.replay.ReplayMarks.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the letters, and sends those on their way that have become readings: each is looked
 * up in what is remembered, judged, and then sent or counted under what speaks against it.
 */
final class Replay implements DeadLetters.Visitor {
  /** Letters that are sent together at most; if the replay dies, these may go twice. */
  static final int CHUNK_LETTERS = 500;

  private static final long CHUNK_BYTES = 16L << 20;

  /** Takes what is to be sent. */
  @FunctionalInterface
  interface Sender {
    /** Sends it all, and tells what became of each. */
    List<Outcome> send(List<Item> items) throws CommandFailedException, InterruptedException;
  }

  /** Knows the topics that letters may be sent to. */
  @FunctionalInterface
  interface Targets {
    /**
     * Retention of a topic by the records' timestamps; empty: they are kept whatever their age.
     *
     * @throws CommandFailedException if there is no such topic
     */
    Optional<Duration> retention(String topic) throws CommandFailedException, InterruptedException;
  }

  /**
   * What is asked for.
   *
   * @param selection the letters that are meant
   * @param toTopic where all of them go; null: each to the topic it came from
   * @param again whether to send also records of replays that were refused again
   * @param most letters to be sent
   */
  record Order(Selection selection, @Nullable String toTopic, boolean again, long most) {}

  private final Order order;
  private final ReplayMarks marks;
  private final Judge judge;
  private final Targets targets;
  private final Sender sender;
  private final BooleanSupplier stopped;
  private final Instant now;
  private final ReplayTally tally = new ReplayTally();
  private final Map<String, Optional<Duration>> retentions = new HashMap<>();
  private final List<Item> chunk = new ArrayList<>();
  private final Map<Bytes, Long> twins = new HashMap<>();
  private final Set<Bytes> begun = new HashSet<>();
  private long chunkBytes;
  private long taken;

  /**
   * Prepares a replay.
   *
   * @param marks what is remembered so far; is told what this replay adds
   * @param stopped asked before each letter; once true, nothing more is sent
   */
  Replay(
      Order order,
      ReplayMarks marks,
      Judge judge,
      Targets targets,
      Sender sender,
      BooleanSupplier stopped,
      Clock clock) {
    this.order = order;
    this.marks = marks;
    this.judge = judge;
    this.targets = targets;
    this.sender = sender;
    this.stopped = stopped;
    this.now = clock.instant();
  }

  /** What has become of the letters so far. */
  ReplayTally tally() {
    return tally;
  }

  @Override
  public boolean visit(Letter letter) throws CommandFailedException, InterruptedException {
    if (stopped.getAsBoolean()) {
      return false;
    }
    tally.read();
    if (order.selection().includes(letter)) {
      consider(letter);
    }
    return taken < order.most();
  }

  private void consider(Letter letter) throws CommandFailedException, InterruptedException {
    tally.selected();
    String topic = order.toTopic() == null ? letter.place().topic() : order.toTopic();
    switch (marks.past(letter, topic)) {
      case SENT -> tally.sentBefore();
      case SAME_BYTES_SENT -> tally.sameBytesSent(1);
      case SAME_BYTES_BEGUN -> {
        Bytes bytes = new Bytes(letter.digest(), topic);
        if (order.again() && !begun.contains(bytes)) {
          judge(letter, topic);
        } else {
          // The other one may yet be sent by this replay.
          twins.merge(bytes, 1L, Long::sum);
        }
      }
      case REFUSED_AGAIN -> {
        if (order.again()) {
          judge(letter, topic);
        } else {
          tally.refusedAgain();
        }
      }
      case NEW, BEGUN -> judge(letter, topic);
    }
  }

  private void judge(Letter letter, String topic)
      throws CommandFailedException, InterruptedException {
    Judge.Verdict verdict = judge.judge(letter.payload());
    if (verdict instanceof Judge.Refused refused) {
      tally.stillRefused(refused.reason());
    } else if (isDeletedAtOnce(letter, topic)) {
      tally.olderThanRetention(topic);
    } else {
      tally.eventTime(((Judge.Good) verdict).eventTime());
      add(new Item(letter, topic));
    }
  }

  private boolean isDeletedAtOnce(Letter letter, String topic)
      throws CommandFailedException, InterruptedException {
    Optional<Duration> retention = retentions.get(topic);
    if (retention == null) {
      retention = targets.retention(topic);
      retentions.put(topic, retention);
    }
    Instant timestamp = letter.timestamp();
    return timestamp != null
        && retention.isPresent()
        && Duration.between(timestamp, now).compareTo(retention.get()) > 0;
  }

  private void add(Item item) throws CommandFailedException, InterruptedException {
    Letter letter = item.letter();
    // From here on, another letter with the same bytes need not be sent.
    remember(letter, new ReplayMark(letter.digest(), item.topic(), null, now));
    begun.add(new Bytes(letter.digest(), item.topic()));
    chunk.add(item);
    chunkBytes += letter.payload().length;
    taken++;
    if (chunk.size() >= CHUNK_LETTERS || chunkBytes >= CHUNK_BYTES) {
      flush();
    }
  }

  private void remember(Letter letter, ReplayMark mark) {
    marks.add(mark.key(letter.place()), mark);
  }

  /**
   * Counts what could not be counted before; to be called in the end.
   *
   * @param flush whether to send what is collected first; false if it was told to stop
   */
  void end(boolean flush) throws CommandFailedException, InterruptedException {
    if (flush) {
      flush();
    }
    twins.forEach(
        (bytes, letters) -> {
          if (marks.areSent(bytes)) {
            tally.sameBytesSent(letters);
          } else {
            tally.sameBytesBegun(letters);
          }
        });
    twins.clear();
  }

  private void flush() throws CommandFailedException, InterruptedException {
    if (chunk.isEmpty()) {
      return;
    }
    for (Outcome outcome : sender.send(List.copyOf(chunk))) {
      Letter letter = outcome.item().letter();
      remember(letter, outcome.mark());
      if (outcome.refusal().isEmpty()) {
        tally.sent(letter, outcome.item().topic());
      } else {
        tally.refusedByKafka(outcome.refusal());
      }
    }
    chunk.clear();
    chunkBytes = 0;
  }
}
