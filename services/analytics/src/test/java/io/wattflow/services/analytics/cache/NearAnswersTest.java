package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cache.Change;
import io.wattflow.services.analytics.cache.NearAnswers.Fence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept, and what a change keeps out. */
class NearAnswersTest {
  private static final long USER = 7;
  private static final AnswerKey KEY = new AnswerKey(USER, "question");
  private static final Change ROWS = new Change("rollup_1h", USER, "meter", 100, 200);
  private static final Change OTHERS = new Change("rollup_1h", USER, "plug", 100, 200);

  private final HandClock clock = new HandClock();
  private final NearAnswers near = new NearAnswers(1 << 20, clock, clock);
  private final AtomicInteger overtaken = new AtomicInteger();

  @BeforeEach
  void hear() {
    near.heard();
  }

  private Fence open() {
    return near.open(USER, overtaken::incrementAndGet);
  }

  private void keep(Fence fence) {
    long now = clock.millis();
    Answer answer = Answer.json("{}".getBytes(UTF_8));
    CachedAnswer cached = CachedAnswer.of(answer, now, now + 3_600_000, now + 7_200_000);
    near.keep(KEY, cached, List.of(ROWS), fence, true);
  }

  private boolean isFresh() {
    NearAnswers.Entry entry = near.find(KEY);
    return entry != null && near.isFresh(entry, clock.millis());
  }

  @Test
  void aChangeDropsWhatItTouchesAndNothingElse() {
    keep(open());

    assertThat(near.drop(OTHERS)).isZero();
    assertThat(isFresh()).isTrue();
    assertThat(near.drop(ROWS)).isEqualTo(1);
    assertThat(near.find(KEY)).isNull();
    assertThat(near.drop(ROWS)).isZero();
  }

  @Test
  void aChangeKeepsOutWhatIsUnderWay() {
    Fence fence = open();
    near.drop(ROWS);
    keep(fence);

    assertThat(near.find(KEY)).isNull();
    assertThat(overtaken).hasValue(1);

    near.restart(fence);
    keep(fence);
    assertThat(isFresh()).isTrue();
  }

  @Test
  void aChangeOfOtherRowsKeepsOutNothing() {
    Fence fence = open();
    near.drop(OTHERS);
    keep(fence);

    assertThat(isFresh()).isTrue();
  }

  @Test
  void aChangeBeforeTheQuestionKeepsOutNothing() {
    near.drop(ROWS);
    keep(open());

    assertThat(isFresh()).isTrue();
  }

  @Test
  void changesThatMayHaveBeenMissedKeepOutEverything() {
    keep(open());
    Fence fence = open();
    near.unheard(clock.millis());
    near.heard();
    assertThat(near.find(KEY)).isNull();

    keep(fence);

    assertThat(near.find(KEY)).isNull();
    keep(open());
    assertThat(isFresh()).isTrue();
  }

  @Test
  void unheardAnswersAreGoodForFiveSeconds() {
    keep(open());
    clock.advance(Duration.ofSeconds(60));
    near.unheard(clock.millis() - 1_000);

    clock.advance(Duration.ofMillis(3_999));
    assertThat(isFresh()).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(isFresh()).isFalse();

    keep(open());
    clock.advance(Duration.ofMillis(4_999));
    assertThat(isFresh()).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(isFresh()).isFalse();
  }

  @Test
  void closedFencesAreForgotten() {
    Fence fence = open();
    near.close(fence);
    near.drop(ROWS);

    assertThat(overtaken).hasValue(0);
  }
}
