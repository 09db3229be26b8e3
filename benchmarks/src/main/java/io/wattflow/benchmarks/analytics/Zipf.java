package io.wattflow.benchmarks.analytics;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ranks by Zipf's law: rank <i>k</i>, counted from 1, is drawn as often as 1/<i>k</i> says. */
final class Zipf {
  private final double[] cumulative;

  /**
   * Prepares the draws.
   *
   * @param ranks how many there are, at least 1
   * @param exponent of <i>k</i>; 0: all alike; not negative
   */
  Zipf(int ranks, double exponent) {
    if (ranks < 1 || !(exponent >= 0)) {
      throw new IllegalArgumentException("no ranks, or no exponent: " + ranks + ", " + exponent);
    }
    cumulative = new double[ranks];
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += Math.pow(i + 1, -exponent);
      cumulative[i] = sum;
    }
  }

  /** The next rank, counted from 0. */
  int next(SplittableRandom random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, at);
    return Math.min(cumulative.length - 1, found >= 0 ? found + 1 : -found - 1);
  }
}
