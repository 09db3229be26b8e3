package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.Letters.TOPIC;
import static io.wattflow.cli.replay.Letters.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cli.replay.ReplayMarks.Past;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayMarksTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final ReplayMarks marks = new ReplayMarks();

  private static Letter letter(Place place, int payload) {
    return Letters.letter(place, "OVERSIZED", NOW, Letters.reading(payload, NOW));
  }

  private void mark(Letter letter, String topic, @Nullable Place landed) {
    ReplayMark mark = new ReplayMark(letter.digest(), topic, landed, NOW);
    marks.add(mark.key(letter.place()), mark);
  }

  /** As versions did whose keys had no topic. */
  private void markWithoutTopic(Letter letter, String topic, @Nullable Place landed) {
    marks.add(letter.place().toString(), new ReplayMark(letter.digest(), topic, landed, NOW));
  }

  @Test
  void aLetterIsNewThenBegunThenSent() {
    Letter letter = letter(at(0, 1), 1);
    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.NEW);
    mark(letter, TOPIC, null);
    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.BEGUN);
    mark(letter, TOPIC, at(2, 90));
    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.SENT);
  }

  @Test
  void whatWasSentElsewhereIsNotSentHere() {
    Letter letter = letter(at(0, 1), 1);
    mark(letter, "scratch", new Place("scratch", 0, 0));

    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.NEW);
    assertThat(marks.past(letter(at(0, 2), 1), TOPIC)).isEqualTo(Past.NEW);
  }

  @Test
  void whatWasSentHereStaysSentWhateverBecomesOfItElsewhere() {
    Letter letter = letter(at(0, 1), 1);
    mark(letter, TOPIC, at(2, 90));
    mark(letter, "scratch", null);

    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.past(letter, "scratch")).isEqualTo(Past.BEGUN);
    assertThat(marks.of(letter))
        .as("what was sent comes first")
        .extracting(ReplayMark::topic)
        .containsExactly(TOPIC, "scratch");

    mark(letter, "scratch", new Place("scratch", 0, 0));
    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.past(letter, "scratch")).isEqualTo(Past.SENT);
  }

  @Test
  void marksWithoutTheTopicInTheirKeysCount() {
    Letter sent = letter(at(0, 1), 1);
    Letter begun = letter(at(0, 2), 2);
    markWithoutTopic(sent, TOPIC, at(2, 90));
    markWithoutTopic(begun, TOPIC, null);

    assertThat(marks.past(sent, TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.past(sent, "scratch")).isEqualTo(Past.NEW);
    assertThat(marks.past(begun, TOPIC)).isEqualTo(Past.BEGUN);
    assertThat(marks.past(letter(at(2, 90), 1), TOPIC)).isEqualTo(Past.REFUSED_AGAIN);

    mark(begun, TOPIC, at(2, 91));
    mark(sent, "scratch", new Place("scratch", 0, 0));
    assertThat(marks.past(begun, TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.of(begun)).hasSize(1);
    assertThat(marks.past(sent, TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.past(sent, "scratch")).isEqualTo(Past.SENT);
  }

  @Test
  void aReplayedRecordThatComesBackIsKnownByItsPlace() {
    mark(letter(at(0, 1), 1), TOPIC, at(2, 90));

    assertThat(marks.past(letter(at(2, 90), 1), TOPIC)).isEqualTo(Past.REFUSED_AGAIN);
    assertThat(marks.past(letter(at(2, 91), 2), TOPIC)).isEqualTo(Past.NEW);
  }

  @Test
  void aReplayedRecordWhosePlaceNobodyCouldRememberIsKnownByItsBytes() {
    mark(letter(at(0, 1), 1), TOPIC, null);

    assertThat(marks.past(letter(at(2, 90), 1), TOPIC)).isEqualTo(Past.SAME_BYTES_BEGUN);

    mark(letter(at(0, 1), 1), TOPIC, at(2, 90));
    assertThat(marks.past(letter(at(2, 91), 1), TOPIC)).isEqualTo(Past.SAME_BYTES_SENT);
    mark(letter(at(0, 3), 1), TOPIC, null);
    assertThat(marks.past(letter(at(2, 91), 1), TOPIC))
        .as("sent once is sent")
        .isEqualTo(Past.SAME_BYTES_SENT);
  }

  @Test
  void placesOfATopicThatWasMadeAnewAreNotMixedUp() {
    mark(letter(at(0, 1), 1), TOPIC, at(2, 90));

    assertThat(marks.past(letter(at(0, 1), 5), TOPIC)).isEqualTo(Past.NEW);
    assertThat(marks.past(letter(at(2, 90), 6), TOPIC)).isEqualTo(Past.NEW);
    assertThat(marks.of(letter(at(0, 1), 5))).isEmpty();

    mark(letter(at(0, 1), 5), TOPIC, at(2, 91));
    assertThat(marks.past(letter(at(0, 1), 1), TOPIC)).isEqualTo(Past.SENT);
    assertThat(marks.past(letter(at(0, 1), 5), TOPIC)).isEqualTo(Past.SENT);
  }

  @Test
  void aMarkThatWasTakenBackIsForgotten() {
    Letter letter = letter(at(0, 1), 1);
    mark(letter, TOPIC, at(2, 90));
    mark(letter, "scratch", new Place("scratch", 0, 0));
    marks.forget(letter.place() + "/" + TOPIC + "/" + letter.digest());
    marks.forget("of nobody");

    assertThat(marks.past(letter, TOPIC)).isEqualTo(Past.NEW);
    assertThat(marks.past(letter(at(2, 90), 1), TOPIC)).isEqualTo(Past.NEW);
    assertThat(marks.past(letter, "scratch")).isEqualTo(Past.SENT);
  }
}
