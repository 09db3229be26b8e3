package io.wattflow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private static final Workload FIVE_MINUTES =
      Workload.steady(3, 20, 200, START, Duration.ofMinutes(5), Duration.ofMinutes(1));

  @Test
  void theArgumentMakesTheVerySameRecords() {
    Workload parsed = Workload.parse(FIVE_MINUTES.first(1_000).toArgument());

    assertThat(bytes(parsed)).hasSize(1_000).isEqualTo(bytes(FIVE_MINUTES.first(1_000)));
  }

  @Test
  void whatIsNoWorkloadIsRefused() {
    assertThatThrownBy(() -> Workload.parse("1,2")).hasMessageContaining("1,2");
  }

  /** Where it is cut, the original of a repeat may be missing, and the repeat stands for it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 100, 5_000, 20_000, 40_000, 50_001, 59_000, Long.MAX_VALUE})
  void countsDistinctReadingsAsTheModelDoes(long limit) {
    Workload cut = FIVE_MINUTES.first(limit);

    assertThat(cut.distinctReadings())
        .isEqualTo(NaiveModel.of(cut.records(), ModelSettings.defaults()).distinctReadings());
  }

  @Test
  void uncutThereAreAsManyDistinctReadingsAsOriginals() {
    long originals =
        StreamSupport.stream(FIVE_MINUTES.records().spliterator(), false)
            .filter(Workload::isOriginal)
            .count();

    assertThat(originals).isPositive().isEqualTo(FIVE_MINUTES.distinctReadings());
  }

  @Test
  void someAreRepeatedSomeAreLateSomeAreMalformed() {
    List<ProducedRecord.Kind> kinds = new ArrayList<>();
    FIVE_MINUTES.records().forEach(produced -> kinds.add(produced.kind()));

    assertThat(kinds)
        .hasSizeBetween(59_000, 61_500)
        .contains(
            ProducedRecord.Kind.REPEATED, ProducedRecord.Kind.LATE, ProducedRecord.Kind.MALFORMED)
        .doesNotContain(ProducedRecord.Kind.CONFLICTING);
  }

  @Test
  void aRateThatTheDevicesCannotReportIsRefused() {
    assertThatThrownBy(
            () ->
                Workload.steady(
                    1, 10, 100_000, START, Duration.ofMinutes(1), Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--devices");
  }

  private static List<String> bytes(Workload workload) {
    List<String> all = new ArrayList<>();
    workload
        .records()
        .forEach(
            produced -> all.add(produced.key() + java.util.Arrays.toString(produced.payload())));
    return all;
  }
}
