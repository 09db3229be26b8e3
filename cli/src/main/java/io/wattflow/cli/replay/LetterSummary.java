package io.wattflow.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The letters that are meant, by reason, and the newest of them. */
final class LetterSummary implements DeadLetters.Visitor {
  private static final Comparator<Line> BY_TIME =
      Comparator.comparing(
              Line::timestamp, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparing(line -> line.place().topic())
          .thenComparing(line -> line.place().partition())
          .thenComparing(line -> line.place().offset());

  private final Selection selection;
  private final ReplayMarks marks;
  private final int most;
  private final TreeMap<String, Group> byReason = new TreeMap<>();
  private final PriorityQueue<Line> newest = new PriorityQueue<>(BY_TIME);
  private long read;

  /**
   * Letters of one reason.
   *
   * @param letters how many
   * @param replayed how many of them were sent back
   * @param first earliest timestamp; null if none has one
   * @param last latest timestamp; null if none has one
   */
  record Group(long letters, long replayed, @Nullable Instant first, @Nullable Instant last) {
    private static Group of(Line line) {
      return new Group(
          1,
          line.marks().stream().anyMatch(ReplayMark::isSent) ? 1 : 0,
          line.timestamp(),
          line.timestamp());
    }

    private static Group sum(Group a, Group b) {
      return new Group(
          a.letters + b.letters,
          a.replayed + b.replayed,
          earlier(a.first, b.first),
          later(a.last, b.last));
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
      return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
      return a == null || (b != null && b.isAfter(a)) ? b : a;
    }
  }

  /**
   * A letter without its bytes.
   *
   * @param timestamp of the original; null if it had none
   * @param payloadBytes length of the payload
   * @param marks what is remembered of its replays, see {@link ReplayMarks#of}
   */
  record Line(
      Place place,
      String reason,
      String detail,
      String step,
      @Nullable Instant timestamp,
      int payloadBytes,
      List<ReplayMark> marks) {}

  /**
   * Of nothing, to begin with.
   *
   * @param most lines that are kept, 0 or more
   */
  LetterSummary(Selection selection, ReplayMarks marks, int most) {
    this.selection = selection;
    this.marks = marks;
    this.most = most;
  }

  @Override
  public boolean visit(Letter letter) {
    read++;
    if (selection.includes(letter)) {
      Line line =
          new Line(
              letter.place(),
              letter.reason(),
              letter.detail(),
              letter.step(),
              letter.timestamp(),
              letter.payload().length,
              marks.of(letter));
      byReason.merge(line.reason(), Group.of(line), Group::sum);
      newest.add(line);
      if (newest.size() > most) {
        newest.remove();
      }
    }
    return true;
  }

  /** Letters of the topic, whether they are meant or not. */
  long lettersRead() {
    return read;
  }

  SortedMap<String, Group> groups() {
    return byReason;
  }

  /** All groups together. */
  Group total() {
    return byReason.values().stream().reduce(new Group(0, 0, null, null), Group::sum);
  }

  /** The newest letters by the originals' timestamps, the newest last. */
  List<Line> newest() {
    List<Line> lines = new ArrayList<>(newest);
    lines.sort(BY_TIME);
    return lines;
  }
}
