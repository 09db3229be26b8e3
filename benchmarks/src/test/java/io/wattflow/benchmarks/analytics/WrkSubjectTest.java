package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WrkSubjectTest {
  private static final String OUTPUT =
      """
      Running 10s test @ http://127.0.0.1:3003
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     3.61ms    4.00ms  88.15ms   94.50%
        Latency Distribution
           50%  912.00us
           75%    4.00ms
           90%    6.00ms
           99%    1.02s
        182344 requests in 10.01s, 210.31MB read
      Requests/sec:  18216.18
      Transfer/sec:     21.01MB
      """;

  @Test
  void readsRateAndPercentilesInTheirUnits() throws SubjectFailedException {
    Map<String, Double> figures = new TreeMap<>();

    assertThat(WrkSubject.read(OUTPUT, figures)).isEqualTo(18_216.18);
    assertThat(figures).containsOnly(Map.entry("p50 ms", 0.912), Map.entry("p99 ms", 1_020.0));
  }

  @Test
  void answersThatAreNotGoodHaveNoRate() {
    assertThatThrownBy(
            () -> WrkSubject.read(OUTPUT + "  Non-2xx or 3xx responses: 3\n", new TreeMap<>()))
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageContaining("Non-2xx or 3xx responses: 3");
  }

  @Test
  void itsOwnFailureIsPassedOn() {
    assertThatThrownBy(() -> WrkSubject.read("unable to connect to 127.0.0.1:1\n", new TreeMap<>()))
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageContaining("unable to connect");
  }
}
