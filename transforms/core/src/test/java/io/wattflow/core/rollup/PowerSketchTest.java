package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PowerSketchTest {
  private static final int MAX = 1_000_000_000;

  @Test
  void theErrorBoundHoldsAtBothEndsOfEveryBucket() {
    for (int exponent = 0; exponent < 30; exponent++) {
      for (int mantissa = 64; mantissa < 128; mantissa++) {
        long low = (long) mantissa << exponent;
        long high = ((long) mantissa + 1 << exponent) - 1;
        for (long power : new long[] {low, high, -low, -high}) {
          if (Math.abs(power) <= MAX) {
            int bucket = PowerSketch.bucketOf((int) power);
            assertThat(128 * Math.abs(PowerSketch.valueOf(bucket) - power))
                .isLessThanOrEqualTo(Math.abs(power));
            assertThat(bucket).isEqualTo(PowerSketch.bucketOf((int) (power < 0 ? -low : low)));
          }
        }
      }
    }
  }

  @Test
  void nothingHasNoQuantile() {
    assertThatIllegalStateException().isThrownBy(() -> PowerSketch.EMPTY.quantile(50));
  }
}
