package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoofTest {
  private static final double MIDSUMMER = 171;
  private static final double MIDWINTER = 354;

  @Test
  void theClearSkyFollowsTheSeason() {
    // sin(90° - 50° + 23.45°) = 0.8946, sin(90° - 50° - 23.45°) = 0.2848
    assertThat(Roof.clearSky(MIDSUMMER, 0)).isCloseTo(0.920, within(0.002));
    assertThat(Roof.clearSky(MIDWINTER, 0)).isCloseTo(0.254, within(0.002));
  }

  @Test
  void theSunRisesAndSets() {
    for (double day : new double[] {MIDSUMMER, MIDWINTER, 80}) {
      assertThat(Roof.clearSky(day, 12)).isZero();
      assertThat(Roof.clearSky(day, -10)).isZero();
      for (double hour = 0.5; hour < 12; hour += 0.5) {
        assertThat(Roof.clearSky(day, hour))
            .isEqualTo(Roof.clearSky(day, -hour))
            .isLessThanOrEqualTo(Roof.clearSky(day, hour - 0.5));
      }
    }
    assertThat(Roof.clearSky(MIDSUMMER, 7)).as("still light at seven in June").isPositive();
    assertThat(Roof.clearSky(MIDWINTER, 5)).as("dark at five in December").isZero();
  }

  @Test
  void aCloudDimsARoofAndNightEndsItsWork() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Roof roof = new Roof(random);
      double clear = roof.produces(millis("2026-06-21T12:00:00Z"), true, random);
      double cloudy = roof.produces(millis("2026-06-21T12:00:00Z"), false, random);
      assertThat(clear).isBetween(2_000.0, 15_000.0);
      assertThat(cloudy).isBetween(0.15 * clear, 0.6 * clear);
      assertThat(roof.produces(millis("2026-06-21T00:30:00Z"), true, random)).isZero();
    }
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
