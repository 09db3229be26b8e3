package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long RATE = 1_000;
  private static final long GIGABYTE = 1L << 30;

  private static final Verdict.Plan PLAN =
      new Verdict.Plan(RATE, Duration.ofSeconds(10), Duration.ofSeconds(100));

  private static final double TEN_SECONDS = 10.2;

  @Test
  void aSteadyRunIsGood() {
    Verdict verdict = Verdict.of(PLAN, samples(200, s -> RATE, s -> GIGABYTE), TEN_SECONDS);

    assertThat(verdict.good()).isTrue();
    assertThat(verdict.memory()).isEqualTo(Verdict.FLAT);
  }

  @Test
  void aGrowingLagIsNotKeptUpWith() {
    Verdict verdict =
        Verdict.of(PLAN, samples(200, s -> s * RATE / 50, s -> GIGABYTE), TEN_SECONDS);

    assertThat(verdict.keptUp()).isFalse();
    assertThat(verdict.good()).isFalse();
  }

  @Test
  void aLargeLagIsNotKeptUpWithThoughItStays() {
    Verdict verdict = Verdict.of(PLAN, samples(200, s -> 11 * RATE, s -> GIGABYTE), TEN_SECONDS);

    assertThat(verdict.keptUp()).isFalse();
  }

  @Test
  void aLagAtTheStartIsForgiven() {
    Verdict verdict =
        Verdict.of(PLAN, samples(200, s -> s < 40 ? 30 * RATE : RATE, s -> GIGABYTE), TEN_SECONDS);

    assertThat(verdict.keptUp()).isTrue();
  }

  @Test
  void memoryThatGrowsWithoutEndIsFound() {
    Verdict verdict =
        Verdict.of(PLAN, samples(400, s -> RATE, s -> s * (GIGABYTE / 100)), TEN_SECONDS);

    assertThat(verdict.memory()).isEqualTo(Verdict.GROWING);
    assertThat(verdict.good()).isFalse();
  }

  /** Until then it grows by design. */
  @Test
  void memoryIsNotJudgedBeforeTheStateIsFull() {
    Verdict verdict =
        Verdict.of(PLAN, samples(110, s -> RATE, s -> s * (GIGABYTE / 100)), TEN_SECONDS);

    assertThat(verdict.memory()).startsWith("not judged");
    assertThat(verdict.good()).isTrue();
  }

  @Test
  void missingCheckpointsAreFound() {
    List<LiveSample> samples = samples(200, s -> RATE, s -> GIGABYTE);

    assertThat(Verdict.of(PLAN, samples, 30).checkpointing()).isTrue();
    Verdict verdict = Verdict.of(PLAN, samples, 31);
    assertThat(verdict.checkpointing()).isFalse();
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.line())
        .isEqualTo("kept up; load as planned, checkpoints NOT completing, memory flat");
  }

  @Test
  void aLoadThatWasNotSentProvesNothing() {
    Verdict.Plan more = new Verdict.Plan(RATE * 1.1, PLAN.checkpointInterval(), PLAN.stateFull());

    Verdict verdict = Verdict.of(more, samples(200, s -> 0, s -> GIGABYTE), TEN_SECONDS);

    assertThat(verdict.keptPace()).isFalse();
    assertThat(verdict.good()).isFalse();
  }

  @Test
  void tooFewSamplesAreNotJudged() {
    assertThatThrownBy(() -> Verdict.of(PLAN, samples(20, s -> 0, s -> 0), TEN_SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<LiveSample> samples(
      int seconds, LongUnaryOperator lag, LongUnaryOperator heap) {
    List<LiveSample> samples = new ArrayList<>();
    for (int s = 5; s <= seconds; s += 5) {
      long accepted = s * RATE + 100 * RATE;
      samples.add(
          new LiveSample(
              s, accepted, accepted - lag.applyAsLong(s), 0, heap.applyAsLong(s), 0, 0, 0, 0));
    }
    return samples;
  }
}
