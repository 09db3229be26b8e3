package io.wattflow.pipelines.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.options.BackfillOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackfillPlanTest {
  private static BackfillPlan plan(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--from=2026-11-20T09:30:00Z";
    arguments[1] = "--to=2026-11-20T10:10:00Z";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return BackfillPlan.of(Arguments.of(arguments).as(BackfillOptions.class));
  }

  @Test
  void wholeDaysAreReadAndAsMuchAsSlidingWindowsReachOver() {
    BackfillSpan span = plan().span();

    assertThat(span.from()).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(span.until()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(span.before()).isEqualTo(Duration.ofMinutes(4)).isEqualTo(span.after());
  }

  @Test
  void withoutDaysAndSlidingWindowsWholeHoursDo() {
    BackfillSpan span = plan("--tables=rollup_1h,rollup_1m").span();

    assertThat(span.from()).isEqualTo("2026-11-20T09:00:00Z");
    assertThat(span.until()).isEqualTo("2026-11-20T11:00:00Z");
    assertThat(span.before()).isZero();
  }

  @Test
  void aGenerationLeavesRoomForTheMinutesOfADay() {
    assertThat(plan().inGeneration(5_825).rollups().generation()).isEqualTo(5_825);
    assertThatThrownBy(() -> plan().inGeneration(5_826))
        .hasMessage("--generation=5826: must be from 0 to 5825");
    assertThat((5_825L << 40) * 1_440).isPositive();
    assertThat(Math.multiplyHigh(5_825L << 40, 1_440)).as("within 63 bits").isZero();
  }
}
