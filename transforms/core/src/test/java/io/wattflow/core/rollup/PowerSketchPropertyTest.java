package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.model.PlainModel;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PowerSketchPropertyTest {
  private static final int MAX = 1_000_000_000;

  @Property(tries = 5000)
  void anEstimateIsOffByAtMostOneIn128(@ForAll @IntRange(min = -MAX, max = MAX) int power) {
    long estimate = PowerSketch.valueOf(PowerSketch.bucketOf(power));

    assertThat(128 * Math.abs(estimate - power)).isLessThanOrEqualTo(Math.abs((long) power));
    assertThat(estimate).isEqualTo(PlainModel.sketched(power));
  }

  @Property(tries = 5000)
  void bucketsAreInTheOrderOfPower(
      @ForAll @IntRange(min = -MAX, max = MAX) int one,
      @ForAll @IntRange(min = -MAX, max = MAX) int other) {
    int byPower = Integer.compare(one, other);
    int byBucket = Integer.compare(PowerSketch.bucketOf(one), PowerSketch.bucketOf(other));
    assertThat(byBucket).isIn(0, byPower);
    assertThat(PowerSketch.bucketOf(one)).isBetween(PowerSketch.MIN_BUCKET, PowerSketch.MAX_BUCKET);
  }

  @Provide
  Arbitrary<int[]> powers() {
    return Arbitraries.integers().between(-MAX, MAX).array(int[].class).ofMaxSize(50);
  }

  @Property
  void theOpenFormAgreesAndCanBeUsedAgain(
      @ForAll("powers") int[] before, @ForAll("powers") int[] powers) {
    SketchCounts open = new SketchCounts();
    PowerSketch.of(before).addTo(open);
    open.clear();
    for (int power : powers) {
      open.add(PowerSketch.bucketOf(power), 1);
    }

    assertThat(open.toSketch()).isEqualTo(PowerSketch.of(powers));
    int[] sorted = powers.clone();
    Arrays.sort(sorted);
    for (int rank = 1; rank <= sorted.length; rank++) {
      assertThat(open.valueAt(rank)).isEqualTo(PlainModel.sketched(sorted[rank - 1]));
    }
  }

  @Property
  void mergingIsTheSketchOfTheUnion(@ForAll("powers") int[] one, @ForAll("powers") int[] other) {
    int[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);

    PowerSketch merged = PowerSketch.of(one).merge(PowerSketch.of(other));

    assertThat(merged).isEqualTo(PowerSketch.of(both)).hasSameHashCodeAs(PowerSketch.of(both));
    assertThat(merged).isEqualTo(PowerSketch.of(other).merge(PowerSketch.of(one)));
    assertThat(merged.count()).isEqualTo(both.length);
    Arrays.sort(both);
    for (int percent : new int[] {1, 50, 95, 100}) {
      if (both.length > 0) {
        int rank = (int) Math.ceil(percent * both.length / 100.0);
        assertThat(merged.quantile(percent)).isEqualTo(PlainModel.sketched(both[rank - 1]));
      }
    }
  }
}
