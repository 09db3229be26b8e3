package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.BenchException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSettingsTest {
  private static final List<String> OWN = List.of("--parallelism=2", "--checkpointingInterval=500");

  @Test
  void whatIsGivenReplacesWhatTheBenchmarkSets() {
    StreamSettings settings =
        StreamSettings.of(
            OWN,
            List.of(
                "--checkpointingInterval=2000", "--allowedLateness=7m", "--allowedLateness=9m"));

    assertThat(settings.options())
        .containsExactly("--parallelism=2", "--checkpointingInterval=2000", "--allowedLateness=9m");
    assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.allowedLateness()).isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void whatNobodySetsIsTheStreamsDefault() {
    StreamSettings settings = StreamSettings.of(OWN, List.of());

    assertThat(settings.options()).isEqualTo(OWN);
    assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.allowedLateness()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource({
    "--speed=9, --speed",
    "--clickhouseWriter=punchcards, --clickhouseWriter",
    "--shards=many, --shards",
    "--checkpointingInterval=0, --checkpointingInterval",
    "--streaming, --name=value",
    "parallelism=3, --name=value",
    "--topic=mine, --topic",
    "--flinkMaster=there:1, --flinkMaster",
  })
  void whatTheStreamOrTheBenchmarkCannotDoIsNamedInOneLine(String option, String culprit) {
    assertThatThrownBy(() -> StreamSettings.of(OWN, List.of(option)))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("--stream-option: ")
        .hasMessageContaining(culprit)
        .hasMessageNotContaining("\n");
  }
}
