package io.wattflow.cli.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of earlier replays, and of this one: the newest mark of each letter.
 *
 * <p>A pipeline keeps no headers in its dead letters, so a record that was replayed and refused
 * again comes back as a letter like any other. It is recognised by its place, at which a replay has
 * landed. Should that replay have died before it could remember the place, it has remembered the
 * payload's digest, which the letter that comes back shares.
 */
final class ReplayMarks {
  private final Map<String, ReplayMark> byLetter = new HashMap<>();
  private final Map<String, String> digestByLanding = new HashMap<>();
  private final Map<String, String> letterByDigestAndTopic = new HashMap<>();

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
    /** The bytes of another letter, which has been sent or begun, are the same. */
    SAME_BYTES
  }

  /**
   * Takes a mark in; a later one of the same letter replaces it.
   *
   * @param letter its place as text
   */
  void add(String letter, ReplayMark mark) {
    byLetter.put(letter, mark);
    letterByDigestAndTopic.put(mark.digest() + " " + mark.topic(), letter);
    if (mark.landed() != null) {
      digestByLanding.put(mark.landed().toString(), mark.digest());
    }
  }

  /** Takes the mark of a letter back, as if it had never been replayed. */
  void forget(String letter) {
    ReplayMark mark = byLetter.remove(letter);
    if (mark != null) {
      letterByDigestAndTopic.remove(mark.digest() + " " + mark.topic(), letter);
      if (mark.landed() != null) {
        digestByLanding.remove(mark.landed().toString());
      }
    }
  }

  /** The mark of a letter; null if it has none, or had other bytes. */
  @Nullable ReplayMark of(Letter letter) {
    ReplayMark mark = byLetter.get(letter.place().toString());
    return mark != null && mark.digest().equals(letter.digest()) ? mark : null;
  }

  /**
   * What a letter is, to somebody who would send it.
   *
   * @param topic that it would be sent to; what was sent elsewhere does not count
   */
  Past past(Letter letter, String topic) {
    ReplayMark mark = of(letter);
    if (mark != null && mark.topic().equals(topic)) {
      return mark.isSent() ? Past.SENT : Past.BEGUN;
    }
    String place = letter.place().toString();
    if (letter.digest().equals(digestByLanding.get(place))) {
      return Past.REFUSED_AGAIN;
    }
    String other = letterByDigestAndTopic.get(letter.digest() + " " + topic);
    return other == null || Objects.equals(other, place) ? Past.NEW : Past.SAME_BYTES;
  }
}
