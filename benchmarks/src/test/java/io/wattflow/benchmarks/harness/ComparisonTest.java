package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final List<String> calls = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream progress = new PrintStream(printed, true, StandardCharsets.UTF_8);

  /** Gives the rates one after the other; a rate of 0 is a failure. */
  private final class Scripted implements Subject {
    private final String name;
    private final double[] rates;
    private int next;

    Scripted(String name, double... rates) {
      this.name = name;
      this.rates = rates;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String settings() {
      return "-Xmx1g";
    }

    @Override
    public Sample round(int round) throws SubjectFailedException {
      calls.add(name + round);
      double rate = rates[next++];
      if (rate == 0) {
        throw new SubjectFailedException("wrong sums");
      }
      return Sample.of(rate, Map.of("heap MB", rate / 10));
    }
  }

  @Test
  void subjectsTakeTurnsAfterAWarmUp() throws Exception {
    Comparison.run(List.of(new Scripted("a", 1, 1, 1), new Scripted("b", 1, 1, 1)), 2, progress);
    assertThat(calls).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
  }

  @Test
  void theWarmUpIsNotCounted() throws Exception {
    SubjectResult result =
        Comparison.run(List.of(new Scripted("a", 1_000_000, 10, 30, 20)), 3, progress).get(0);
    assertThat(result.median()).hasValue(20);
    assertThat(result.lowest()).hasValue(10);
    assertThat(result.highest()).hasValue(30);
    assertThat(result.medianFigures()).containsExactly(Map.entry("heap MB", 2.0));
    assertThat(result.samples()).hasSize(3);
  }

  @Test
  void anEvenNumberOfRoundsHasTheMeanOfTheMiddle() {
    assertThat(SubjectResult.median(List.of(4.0, 1.0, 3.0, 2.0)).orElseThrow())
        .isCloseTo(2.5, within(1e-12));
    assertThat(SubjectResult.median(List.of())).isEmpty();
  }

  @Test
  void withoutWarmUpTheFirstRoundCounts() throws Exception {
    SubjectResult result =
        Comparison.run(List.of(new Scripted("a", 10, 30)), 0, 2, progress).get(0);
    assertThat(calls).containsExactly("a1", "a2");
    assertThat(result.median()).hasValue(20);
  }

  @Test
  void oneThatFailsHasNoRateAndTheOthersGoOn() throws Exception {
    List<SubjectResult> results =
        Comparison.run(
            List.of(new Scripted("a", 5, 5, 0), new Scripted("b", 7, 7, 7, 7)), 3, progress);
    assertThat(calls).containsExactly("a0", "b0", "a1", "b1", "a2", "b2", "b3");
    assertThat(results.get(0).failure()).isEqualTo("wrong sums");
    assertThat(results.get(0).median()).isEmpty();
    assertThat(results.get(1).median()).hasValue(7);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("FAILED: wrong sums");
  }

  @Test
  void anyOtherErrorEndsTheBenchmark() {
    Subject broken =
        new Subject() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Sample round(int round) {
            throw new BenchException("the broker is gone: start anew");
          }
        };
    assertThatThrownBy(() -> Comparison.run(List.of(broken), 1, progress))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void aRateHasToBePositive() {
    assertThatThrownBy(() -> Sample.of(0)).hasMessageContaining("rate");
    assertThatThrownBy(() -> Sample.of(Double.NaN)).hasMessageContaining("rate");
  }
}
