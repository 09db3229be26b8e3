package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DelaysTest {
  private final Delays delays = new Delays();

  @Test
  void percentilesAreNearestRanks() {
    for (int i = 10_000; i >= 1; i--) {
      delays.add(i * 1_000_000_000L);
    }

    assertThat(delays.seconds(50)).isEqualTo(5_000);
    assertThat(delays.seconds(99)).isEqualTo(9_900);
    assertThat(delays.seconds(100)).isEqualTo(10_000);
    assertThat(delays.seconds(0.001)).isEqualTo(1);
  }

  @Test
  void moreCanBeAddedAfterAQuestion() {
    delays.add(2_000_000_000);
    assertThat(delays.seconds(100)).isEqualTo(2);

    delays.add(1_000_000_000);
    delays.add(-5);

    assertThat(delays.seconds(50)).isEqualTo(1);
    assertThat(delays.seconds(10)).isZero();
    assertThat(delays.size()).isEqualTo(3);
  }

  @Test
  void twoTogetherLeaveEachAsItWas() {
    Delays others = new Delays();
    others.add(3_000_000_000L);
    for (int i = 0; i < 5_000; i++) {
      delays.add(1_000_000_000);
    }

    Delays both = delays.plus(others);
    both.add(4_000_000_000L);

    assertThat(both.size()).isEqualTo(5_002);
    assertThat(both.seconds(50)).isEqualTo(1);
    assertThat(both.seconds(100)).isEqualTo(4);
    assertThat(delays.seconds(100)).isEqualTo(1);
    assertThat(others.size()).isEqualTo(1);
    assertThat(new Delays().plus(new Delays()).size()).isZero();
  }

  @Test
  void nothingHasNoPercentiles() {
    delays.add(1);
    delays.clear();

    assertThatThrownBy(() -> delays.seconds(50)).isInstanceOf(IllegalStateException.class);
  }
}
