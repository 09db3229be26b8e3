package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWS = 200_000;

  private static double[] shares(Zipf zipf, int ranks) {
    SplittableRandom random = new SplittableRandom(1);
    double[] shares = new double[ranks];
    for (int i = 0; i < DRAWS; i++) {
      shares[zipf.next(random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void theSecondAsksHalfAsOftenAsTheFirst() {
    double[] shares = shares(new Zipf(3, 1), 3);

    assertThat(shares[0]).isCloseTo(6.0 / 11, within(0.01));
    assertThat(shares[1]).isCloseTo(3.0 / 11, within(0.01));
    assertThat(shares[2]).isCloseTo(2.0 / 11, within(0.01));
  }

  @Test
  void withoutAnExponentAllAreAlike() {
    for (double share : shares(new Zipf(4, 0), 4)) {
      assertThat(share).isCloseTo(0.25, within(0.01));
    }
  }

  @Test
  void refusesWhatIsNoLaw() {
    assertThatThrownBy(() -> new Zipf(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Zipf(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Zipf(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
