package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.platform.PlatformException;
import io.wattflow.platform.stream.StreamFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectWorkTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(failing(new SubjectFailedException("wrong sums")), "wrong sums"),
        Arguments.of(failing(new StreamFailedException("it has ended\nlog")), "it has ended"),
        Arguments.of(failing(new BenchException("Kafka refused")), "Kafka refused"),
        Arguments.of(failing(new PlatformException("Kafka", "is gone", "look")), "Kafka: is gone"),
        Arguments.of(failing(new IOException("disk full")), "IOException: disk full"),
        Arguments.of(failing(new SQLException("no table\nat")), "SQLException: no table"));
  }

  private static SubjectWork<Long> failing(IOException failure) {
    return () -> {
      throw failure;
    };
  }

  private static SubjectWork<Long> failing(SQLException failure) {
    return () -> {
      throw failure;
    };
  }

  private static SubjectWork<Long> failing(SubjectFailedException failure) {
    return () -> {
      throw failure;
    };
  }

  private static SubjectWork<Long> failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void whatComesOfItIsHandedOn() throws Exception {
    assertThat(SubjectWork.<Long>attempt(() -> false, () -> 7L)).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whateverGoesWrongIsTheSubjectsFailureInOneLine(SubjectWork<Long> work, String reason) {
    assertThatThrownBy(() -> SubjectWork.attempt(() -> false, work))
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageStartingWith(reason)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whenTheJvmStopsItIsAConsequence(SubjectWork<Long> work, String reason) {
    assertThatThrownBy(() -> SubjectWork.attempt(() -> true, work))
        .isInstanceOf(InterruptedException.class)
        .cause()
        .hasMessageContaining(reason.substring(reason.indexOf(": ") + 1).strip());
  }

  @Test
  void whatNobodyKnowsOfEndsTheBenchmark() {
    IllegalStateException fault = new IllegalStateException("a fault of ours");

    assertThatThrownBy(() -> SubjectWork.attempt(() -> false, failing(fault))).isSameAs(fault);
  }
}
