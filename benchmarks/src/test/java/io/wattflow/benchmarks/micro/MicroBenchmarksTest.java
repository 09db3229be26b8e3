package io.wattflow.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroBenchmarksTest {
  /** Runs with all values of the parameters, by class. */
  private static final Map<String, Long> EXPECTED =
      Map.of(
          "DecodeBenchmark", 3L,
          "PackBenchmark", 2L,
          "SetUnionBenchmark", 3L,
          "SummaryBenchmark", 6L,
          "CoderBenchmark", 6L,
          "BlockBenchmark", 2L);

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    // Another run of JMH on the machine is no reason to fail: nothing is measured here.
    System.setProperty("jmh.ignoreLock", "true");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(MicroBenchmarksTest.class.getPackageName() + "\\.")
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(
            results.stream().collect(Collectors.groupingBy(this::benchmark, Collectors.counting())))
        .isEqualTo(EXPECTED);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  private String benchmark(RunResult result) {
    String method = result.getParams().getBenchmark();
    String type = method.substring(0, method.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
