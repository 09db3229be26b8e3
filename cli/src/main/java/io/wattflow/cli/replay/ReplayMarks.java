package io.wattflow.cli.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of earlier replays, and of this one: the newest mark of each letter and each
 * topic that it was to go to.
 *
 * <p>A pipeline keeps no headers in its dead letters, so a record that was replayed and refused
 * again comes back as a letter like any other. It is recognised by its place, at which a replay has
 * landed. Should that replay have died before it could remember the place, it has remembered the
 * payload's digest, which the letter that comes back shares.
 */
final class ReplayMarks {
  private static final Comparator<ReplayMark> SENT_FIRST =
      Comparator.comparing(ReplayMark::isSent).thenComparing(ReplayMark::at).reversed();

  private final Map<String, ReplayMark> byKey = new HashMap<>();
  private final Set<String> topics = new HashSet<>();
  private final Map<String, String> digestByLanding = new HashMap<>();
  private final Map<Bytes, String> sent = new HashMap<>();
  private final Map<Bytes, String> begun = new HashMap<>();

  /** What a letter is by the marks. */
  enum Past {
    /** Nothing is known of it, or of its bytes. */
    NEW,
    /** A replay that has died was about to send it. */
    BEGUN,
    /** It is in the topic. */
    SENT,
    /** It is the record of a replay, which was refused again. */
    REFUSED_AGAIN,
    /** Another letter with the same bytes has been sent. */
    SAME_BYTES_SENT,
    /** Another letter with the same bytes is begun, and nobody knows yet what became of it. */
    SAME_BYTES_BEGUN
  }

  /**
   * A payload in a topic.
   *
   * @param digest see {@link Letter#digest}
   * @param topic that it is sent to
   */
  record Bytes(String digest, String topic) {}

  /**
   * Takes a mark in; a later one of the same key replaces it.
   *
   * @param key as of {@link ReplayMark#key}, or a letter's place alone
   */
  void add(String key, ReplayMark mark) {
    Bytes bytes = new Bytes(mark.digest(), mark.topic());
    byKey.put(key, mark);
    topics.add(mark.topic());
    if (mark.landed() == null) {
      begun.put(bytes, key);
    } else {
      begun.remove(bytes, key);
      sent.put(bytes, key);
      digestByLanding.put(mark.landed().toString(), mark.digest());
    }
  }

  /** Takes the mark of a key back, as if that letter had never been sent to that topic. */
  void forget(String key) {
    ReplayMark mark = byKey.remove(key);
    if (mark != null) {
      Bytes bytes = new Bytes(mark.digest(), mark.topic());
      begun.remove(bytes, key);
      sent.remove(bytes, key);
      if (mark.landed() != null) {
        digestByLanding.remove(mark.landed().toString());
      }
    }
  }

  /**
   * The marks of a letter, one for each topic: those that were sent first, and of these the newest;
   * none of a letter that had other bytes.
   */
  List<ReplayMark> of(Letter letter) {
    return topics.stream()
        .map(topic -> of(letter, topic))
        .filter(Objects::nonNull)
        .sorted(SENT_FIRST)
        .toList();
  }

  private @Nullable ReplayMark of(Letter letter, String topic) {
    ReplayMark mark = of(key(letter, topic), letter, topic);
    return mark != null ? mark : of(letter.place().toString(), letter, topic);
  }

  private static String key(Letter letter, String topic) {
    return ReplayMark.key(letter.place(), topic, letter.digest());
  }

  private @Nullable ReplayMark of(String key, Letter letter, String topic) {
    ReplayMark mark = byKey.get(key);
    return mark != null && mark.topic().equals(topic) && mark.digest().equals(letter.digest())
        ? mark
        : null;
  }

  /**
   * What a letter is, to somebody who would send it.
   *
   * @param topic that it would be sent to; what was sent elsewhere does not count
   */
  Past past(Letter letter, String topic) {
    ReplayMark mark = of(letter, topic);
    if (mark != null) {
      return mark.isSent() ? Past.SENT : Past.BEGUN;
    }
    if (letter.digest().equals(digestByLanding.get(letter.place().toString()))) {
      return Past.REFUSED_AGAIN;
    }
    Bytes bytes = new Bytes(letter.digest(), topic);
    if (isOther(sent.get(bytes), letter, topic)) {
      return Past.SAME_BYTES_SENT;
    }
    return isOther(begun.get(bytes), letter, topic) ? Past.SAME_BYTES_BEGUN : Past.NEW;
  }

  private static boolean isOther(@Nullable String key, Letter letter, String topic) {
    return key != null && !key.equals(key(letter, topic)) && !key.equals(letter.place().toString());
  }

  /** Whether Kafka has confirmed that these bytes are there, of whichever letter. */
  boolean areSent(Bytes bytes) {
    return sent.containsKey(bytes);
  }
}
