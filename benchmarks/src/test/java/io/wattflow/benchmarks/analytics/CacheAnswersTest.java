package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CacheAnswersTest {
  private static final String PAGE =
      """
      # TYPE wattflow_cache_answers counter
      wattflow_cache_answers_total{result="l1"} 970.0
      wattflow_cache_answers_total{result="l2"} 20.0
      wattflow_cache_answers_total{result="miss"} 12.0
      wattflow_cache_answers_total{result="stale"} 8.0
      wattflow_cache_evictions_total 1.5E3
      """;

  @Test
  void readsWhatTheServicePublishes() throws IOException {
    assertThat(CacheAnswers.parse(PAGE)).isEqualTo(new CacheAnswers(970, 20, 8, 12, 1_500));
  }

  @Test
  void sharesAreOfWhatHasComeSince() throws IOException {
    CacheAnswers before = new CacheAnswers(0, 0, 0, 10, 1_000);
    Map<String, Double> figures = new TreeMap<>();

    CacheAnswers.parse(PAGE).since(before).into(figures);

    assertThat(figures)
        .containsEntry("hits %", 99.8)
        .containsEntry("hits in memory %", 97.0)
        .containsEntry("hits in Redis %", 2.0)
        .containsEntry("hits stale %", 0.8)
        .containsEntry("evictions", 500.0);
  }

  @Test
  void aMissingMetricIsNamed() {
    assertThatThrownBy(() -> CacheAnswers.parse(PAGE.replace("evictions", "other")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wattflow_cache_evictions_total");
  }
}
