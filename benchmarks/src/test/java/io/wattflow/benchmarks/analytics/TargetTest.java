package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.SubjectResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static SubjectResult result(@Nullable String failure, double... values) {
    List<Sample> samples =
        Arrays.stream(values).mapToObj(value -> Sample.of(1, Map.of("p99 ms", value))).toList();
    return new SubjectResult("popular", "", samples, failure);
  }

  @Test
  void theMedianDecides() {
    Target target = Target.atMost("popular", "p99 ms", 50);

    assertThat(target.judge(List.of(result(null, 10, 50, 900))))
        .isEqualTo(new Target.Verdict(true, "target popular: p99 ms at most 50: 50, met"));
    assertThat(target.judge(List.of(result(null, 10, 50.5, 900))).met()).isFalse();
  }

  @Test
  void oneRoundIsEnoughForWhatMustNotHappen() {
    Target target = Target.neverAbove("popular", "p99 ms", 0);

    assertThat(target.judge(List.of(result(null, 0, 0, 5_000))))
        .isEqualTo(
            new Target.Verdict(false, "target popular: p99 ms never above 0: 5,000, MISSED"));
    assertThat(target.judge(List.of(result(null, 0, 0, 0))).met()).isTrue();
  }

  @Test
  void moreMayBeBetter() {
    Target target = Target.atLeast("popular", "p99 ms", 95);

    assertThat(target.judge(List.of(result(null, 94.99))))
        .isEqualTo(new Target.Verdict(false, "target popular: p99 ms at least 95: 94.99, MISSED"));
    assertThat(target.judge(List.of(result(null, 95))).met()).isTrue();
  }

  @Test
  void whatHasFailedHasNotMetIt() {
    Target target = Target.atMost("popular", "p99 ms", 50);

    assertThat(target.judge(List.of(result("broke down", 1))).met()).isFalse();
    assertThat(target.judge(List.of(result(null))).line()).endsWith("NOT measured");
  }
}
