package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.Letters.TOPIC;
import static io.wattflow.cli.replay.Letters.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cli.replay.Outbox.Item;
import io.wattflow.cli.replay.Outbox.Outcome;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecoderOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which letters are sent, and where the others are counted; Kafka is a list here. */
class ReplayTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Selection ALL = new Selection(Set.of(), null, null, null, Set.of());

  private final ReplayMarks marks = new ReplayMarks();
  private final List<Item> sent = new ArrayList<>();
  private Optional<Duration> retention = Optional.empty();
  private boolean stopped;
  private boolean refusing;

  private Replay replay(Selection selection, @Nullable String toTopic, boolean again, long most) {
    return new Replay(
        new Replay.Order(selection, toTopic, again, most),
        marks,
        new Judge(DecoderOptions.DEFAULTS, ValidationLimits.defaults(), CLOCK),
        topic -> retention,
        this::send,
        () -> stopped,
        CLOCK);
  }

  private List<Outcome> send(List<Item> items) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Item item : items) {
      if (refusing) {
        outcomes.add(new Outcome(item, begun(item.letter()), "no room"));
        continue;
      }
      sent.add(item);
      Place landed = new Place(item.topic(), 7, sent.size());
      outcomes.add(
          new Outcome(item, new ReplayMark(item.letter().digest(), item.topic(), landed, NOW), ""));
    }
    return outcomes;
  }

  private static ReplayTally run(Replay replay, Letter... letters) throws Exception {
    for (Letter letter : letters) {
      if (!replay.visit(letter)) {
        break;
      }
    }
    replay.end(true);
    return replay.tally();
  }

  private static ReplayMark begun(Letter letter) {
    return new ReplayMark(letter.digest(), TOPIC, null, NOW);
  }

  private static Letter good(long offset) {
    return good(offset, NOW);
  }

  private static Letter good(long offset, Instant timestamp) {
    return Letters.letter(
        at(0, offset), "OVERSIZED", timestamp, Letters.reading((int) offset, timestamp));
  }

  private static Letter bad(long offset) {
    return Letters.letter(at(0, offset), "MALFORMED", NOW, Letters.poison((int) offset));
  }

  private List<Place> places() {
    return sent.stream().map(item -> item.letter().place()).toList();
  }

  @Test
  void whatHasBecomeAReadingIsSentAndTheRestIsCountedByTheReasonOfToday() throws Exception {
    ReplayTally tally = run(replay(ALL, null, false, 100), good(1), bad(2), good(3));

    assertThat(places()).containsExactly(at(0, 1), at(0, 3));
    assertThat(sent).allMatch(item -> item.topic().equals(TOPIC));
    assertThat(tally.lettersSentByReason()).isEqualTo(Map.of("OVERSIZED", 2L));
    assertThat(tally.lettersStillRefused()).isEqualTo(Map.of("UNRECOGNISED_FRAMING", 1L));
    assertThat(tally.lettersSelected()).isEqualTo(3);
    assertThat(tally.earliestEvent()).isEqualTo(NOW);
  }

  @Test
  void aSecondRunSendsNothing() throws Exception {
    run(replay(ALL, null, false, 100), good(1), bad(2));
    ReplayTally tally = run(replay(ALL, null, false, 100), good(1), bad(2));

    assertThat(sent).hasSize(1);
    assertThat(tally.lettersSent()).isZero();
    assertThat(tally.lettersSentBefore()).isEqualTo(1);
  }

  @Test
  void theSameBytesAreSentOnce() throws Exception {
    Letter twin = Letters.letter(at(3, 9), "OVERSIZED", NOW, good(1).payload());

    ReplayTally tally = run(replay(ALL, null, false, 100), good(1), twin);

    assertThat(places()).containsExactly(at(0, 1));
    assertThat(tally.lettersWithTheSameBytesAsSent()).isEqualTo(1);
    assertThat(tally.lettersWithTheSameBytesAsBegun()).isZero();
  }

  @Test
  void theSameBytesAsALetterThatIsOnlyBegunAreNotCountedAsSent() throws Exception {
    Letter twin = Letters.letter(at(3, 9), "OVERSIZED", NOW, good(1).payload());
    marks.add(begun(good(1)).key(at(0, 1)), begun(good(1)));

    ReplayTally alone = run(replay(ALL, null, false, 100), twin);
    assertThat(sent).isEmpty();
    assertThat(alone.lettersWithTheSameBytesAsSent()).isZero();
    assertThat(alone.lettersWithTheSameBytesAsBegun()).isEqualTo(1);

    ReplayTally both = run(replay(ALL, null, false, 100), twin, good(1));
    assertThat(places()).containsExactly(at(0, 1));
    assertThat(both.lettersWithTheSameBytesAsSent()).isEqualTo(1);
    assertThat(both.lettersWithTheSameBytesAsBegun()).isZero();
  }

  @Test
  void theSameBytesAsALetterThatIsOnlyBegunAreSentIfAskedFor() throws Exception {
    Letter twin = Letters.letter(at(3, 9), "OVERSIZED", NOW, good(1).payload());
    Letter another = Letters.letter(at(3, 10), "OVERSIZED", NOW, good(1).payload());
    marks.add(begun(good(1)).key(at(0, 1)), begun(good(1)));

    ReplayTally tally = run(replay(ALL, null, true, 100), twin, another);

    assertThat(places()).as("once, though the one begun is gone").containsExactly(at(3, 9));
    assertThat(tally.lettersWithTheSameBytesAsSent()).isEqualTo(1);
  }

  @Test
  void theSameBytesAsALetterThatKafkaRefusesAreNotCountedAsSent() throws Exception {
    Letter twin = Letters.letter(at(3, 9), "OVERSIZED", NOW, good(1).payload());
    refusing = true;

    ReplayTally tally = run(replay(ALL, null, false, 100), good(1), twin);

    assertThat(tally.lettersRefusedByKafka()).isEqualTo(Map.of("no room", 1L));
    assertThat(tally.lettersWithTheSameBytesAsSent()).isZero();
    assertThat(tally.lettersWithTheSameBytesAsBegun()).isEqualTo(1);
  }

  @Test
  void aLetterGoesOnceToEachTopic() throws Exception {
    run(replay(ALL, null, false, 100), good(1));
    ReplayTally elsewhere = run(replay(ALL, "scratch", false, 100), good(1));
    assertThat(elsewhere.lettersSentByTopic()).isEqualTo(Map.of("scratch", 1L));

    assertThat(run(replay(ALL, null, false, 100), good(1)).lettersSentBefore()).isEqualTo(1);
    assertThat(run(replay(ALL, "scratch", false, 100), good(1)).lettersSentBefore()).isEqualTo(1);
    assertThat(sent).hasSize(2);
  }

  @Test
  void aRecordOfAReplayThatComesBackIsSentAgainOnlyIfAskedFor() throws Exception {
    run(replay(ALL, null, false, 100), good(1));
    Letter back = Letters.letter(new Place(TOPIC, 7, 1), "OVERSIZED", NOW, good(1).payload());

    assertThat(run(replay(ALL, null, false, 100), good(1), back).lettersRefusedAgain())
        .isEqualTo(1);
    assertThat(sent).hasSize(1);

    ReplayTally asked = run(replay(ALL, null, true, 100), good(1), back);
    assertThat(asked.lettersSent()).isEqualTo(1);
    assertThat(asked.lettersSentBefore()).isEqualTo(1);

    ReplayTally once = run(replay(ALL, null, true, 100), good(1), back);
    assertThat(once.lettersSent()).isZero();
    assertThat(sent).hasSize(2);
  }

  @Test
  void whatAReplayThatDiedHadBegunIsSent() throws Exception {
    marks.add(begun(good(1)).key(at(0, 1)), begun(good(1)));

    assertThat(run(replay(ALL, null, false, 100), good(1)).lettersSent()).isEqualTo(1);
  }

  @Test
  void onlyLettersThatAreMeantAreLookedAt() throws Exception {
    Selection selection =
        new Selection(
            Set.of("OVERSIZED"), NOW.minusSeconds(10), NOW.minusSeconds(5), TOPIC, Set.of());

    ReplayTally tally =
        run(
            replay(selection, null, false, 100),
            good(1, NOW.minusSeconds(11)),
            good(2, NOW.minusSeconds(10)),
            good(3, NOW.minusSeconds(5)),
            bad(4));

    assertThat(places()).containsExactly(at(0, 2));
    assertThat(tally.lettersRead()).isEqualTo(4);
    assertThat(tally.lettersSelected()).isEqualTo(1);
  }

  @Test
  void aLetterIsMeantByItsPlace() throws Exception {
    Selection selection = new Selection(Set.of(), null, null, null, Set.of(at(0, 2)));

    run(replay(selection, null, false, 100), good(1), good(2), good(3));

    assertThat(places()).containsExactly(at(0, 2));
  }

  @Test
  void theLimitCountsWhatIsSent() throws Exception {
    run(replay(ALL, null, false, 2), bad(1), good(2), bad(3), good(4), good(5));

    assertThat(places()).containsExactly(at(0, 2), at(0, 4));
  }

  @Test
  void whatTheTopicWouldDeleteAtOnceIsKept() throws Exception {
    retention = Optional.of(Duration.ofDays(7));

    ReplayTally tally =
        run(
            replay(ALL, "elsewhere", false, 100),
            good(1, NOW.minus(Duration.ofDays(8))),
            good(2, NOW.minus(Duration.ofDays(6))));

    assertThat(places()).containsExactly(at(0, 2));
    assertThat(sent.get(0).topic()).isEqualTo("elsewhere");
    assertThat(tally.lettersOlderThanRetention()).isEqualTo(Map.of("elsewhere", 1L));
  }

  @Test
  void nothingIsBegunOnceItIsToldToStop() throws Exception {
    Replay replay = replay(ALL, null, false, 100_000);
    assertThat(replay.visit(good(1))).isTrue();
    stopped = true;

    assertThat(replay.visit(good(2))).isFalse();
    replay.end(false);
    assertThat(sent).isEmpty();
  }

  @Test
  void manyAreSentInChunks() throws Exception {
    Replay replay = replay(ALL, null, false, 100_000);
    for (int i = 0; i < 1_234; i++) {
      replay.visit(good(i));
    }

    assertThat(sent).hasSize(1_000);
    replay.end(true);
    assertThat(sent).hasSize(1_234);
    assertThat(replay.tally().lettersSent()).isEqualTo(1_234);
  }
}
