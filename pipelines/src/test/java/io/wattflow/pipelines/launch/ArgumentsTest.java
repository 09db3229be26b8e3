package io.wattflow.pipelines.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.pipelines.RollupPlan;
import io.wattflow.pipelines.TelemetryStreamOptions;
import io.wattflow.pipelines.TelemetryStreamPlan;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void givenValuesWinOverDefaults() {
    TelemetryStreamOptions options =
        Arguments.of("--topic=mine")
            .withDefaults(Map.of("topic", "other", "groupId", "ours"))
            .as(TelemetryStreamOptions.class);
    assertThat(options.getTopic()).isEqualTo("mine");
    assertThat(options.getGroupId()).isEqualTo("ours");
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertThatThrownBy(() -> Arguments.of("--tpoic=x").as(TelemetryStreamOptions.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--tpoic: unknown option; see --help");
  }

  @Test
  void anArgumentThatIsNoOptionIsNamed() {
    assertThatThrownBy(() -> Arguments.of("topic=x").as(TelemetryStreamOptions.class))
        .hasMessage("topic=x: is no option; options are written --name=value");
  }

  @Test
  void aValueOfTheWrongTypeIsNamedInOneLine() {
    assertThatThrownBy(() -> Arguments.of("--shards=many").as(TelemetryStreamOptions.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--shards=many: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void helpListsEveryOptionOfOursWithItsDefault() {
    String page = Arguments.help("Usage: wattflow stream", TelemetryStreamOptions.class);
    assertThat(page)
        .startsWith("Usage: wattflow stream")
        .contains("--allowedLateness=10m")
        .contains("--shards=64")
        .contains("--metricsPort=-1")
        .doesNotContain("--tempLocation");
    assertThat(Arguments.of("--help").wantHelp()).isTrue();
    assertThat(Arguments.of("--topic=x").wantHelp()).isFalse();
  }

  @Test
  void fromAnInstantWholeDaysAreRead() {
    TelemetryStreamOptions options =
        Arguments.of("--allowedLateness=10m").as(TelemetryStreamOptions.class);
    RollupPlan rollups = TelemetryStreamPlan.of(options).rollups();

    assertThat(StartPosition.wholeDays(Instant.parse("2026-11-02T18:30:00Z"), rollups))
        .isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
    assertThat(StartPosition.wholeDays(Instant.parse("2026-11-02T00:30:00Z"), rollups))
        .isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
    assertThat(StartPosition.wholeDays(Instant.parse("2026-11-02T00:29:59Z"), rollups))
        .as("half an hour after a day it may still change")
        .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @Test
  void theStartPositionIsAWordOrAnInstant() {
    assertThat(StartPosition.of("committed").spec()).isNull();
    assertThat(StartPosition.of("earliest").spec()).isNotNull();
    assertThat(StartPosition.of("2026-11-01T00:00:00Z").spec()).isNotNull();
    assertThatThrownBy(() -> StartPosition.of("yesterday"))
        .hasMessageStartingWith("--startFrom=yesterday: ");
  }
}
