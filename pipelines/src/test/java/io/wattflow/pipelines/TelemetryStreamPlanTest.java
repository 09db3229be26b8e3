package io.wattflow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.cache.RedisAddress;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.schemas.wire.DecoderOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryStreamPlanTest {
  @Test
  void defaults() {
    TelemetryStreamPlan plan = plan();
    assertThat(plan.bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(plan.topic()).isEqualTo("telemetry-data");
    assertThat(plan.deadLetterTopic()).isEqualTo("telemetry-dead-letters");
    assertThat(plan.rollups().minute()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plan.rollups().hour()).isEqualTo(Duration.ofHours(1));
    assertThat(plan.rollups().day()).isEqualTo(Duration.ofDays(1));
    assertThat(plan.rollups().minutePanes().earlyFiring()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plan.rollups().minutePanes().allowedLateness()).isEqualTo(Duration.ofMinutes(10));
    assertThat(plan.rollups().slidingLength()).isEqualTo(Duration.ofMinutes(5));
    assertThat(plan.rollups().slidingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plan.decoding().shards()).isEqualTo(64);
    assertThat(plan.decoding().maxBlockRows()).isEqualTo(250_000);
    assertThat(plan.decoding().decoder()).isEqualTo(DecoderOptions.DEFAULTS);
    assertThat(plan.limits()).as("as others take them").isEqualTo(ValidationLimits.defaults());
    assertThat(plan.rollups().rules()).isEqualTo(MeteringRules.defaults());
    assertThat(plan.clickHouse().url()).isEqualTo("http://127.0.0.1:8123");
    assertThat(plan.clickHouse().database()).isEqualTo("wattflow");
    assertThat(plan.clickHouseWriter()).isEqualTo(ClickHouseWriter.JDBC);
    assertThat(plan.caches())
        .isEqualTo(
            new CacheTarget(
                RedisAddress.parse("redis://127.0.0.1:6379"),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10)));
  }

  @Test
  void derivedWindowsListenLongerThanTheirChildrenSpeak() {
    TelemetryStreamPlan plan = plan("--allowedLateness=7m");
    assertThat(plan.rollups().windowPanes(2).allowedLateness()).isEqualTo(Duration.ofMinutes(14));
    assertThat(plan.rollups().windowPanes(3).allowedLateness()).isEqualTo(Duration.ofMinutes(21));
  }

  @Test
  void windowsCanHaveOtherLengths() {
    TelemetryStreamPlan plan =
        plan("--minuteWindow=30s", "--hourWindow=15m", "--dayWindow=6h", "--slidingPeriod=30s");
    assertThat(plan.rollups().minute()).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.rollups().hour()).isEqualTo(Duration.ofMinutes(15));
    assertThat(plan.rollups().day()).isEqualTo(Duration.ofHours(6));
    assertThat(plan.rollups().slidingPeriod()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theWriterIsNamedInAnyCase() {
    assertThat(plan("--clickhouseWriter=binary").clickHouseWriter())
        .isEqualTo(ClickHouseWriter.BINARY);
    assertThat(plan("--clickhouseWriter=Jdbc").clickHouseWriter()).isEqualTo(ClickHouseWriter.JDBC);
  }

  @Test
  void aRegistryMakesConfluentFramingReadable() {
    assertThat(plan("--schemaRegistryUrl=http://registry:8081").decoding().decoder().registry())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bootstrapServers=nowhere",
        "--topic=a topic",
        "--deadLetterTopic=",
        "--groupId=a b",
        "--outOfOrderness=-1s",
        "--idleTimeout=0s",
        "--maxFutureSkew=-1s",
        "--maxAge=0s",
        "--minuteEarlyFiring=-1s",
        "--windowEarlyFiring=x",
        "--allowedLateness=-10m",
        "--minuteWindow=0s",
        "--minuteWindow=1500ms",
        "--hourWindow=90s",
        "--hourWindow=30s",
        "--dayWindow=90m",
        "--dayWindow=32d",
        "--slidingPeriod=30s",
        "--slidingPeriod=90s",
        "--slidingLength=30s",
        "--slidingLength=90s",
        "--shards=0",
        "--maxBlockRows=0",
        "--clickhouseWriter=odbc",
        "--maxPayloadBytes=1",
        "--schemaRegistryUrl=registry",
        "--clickhouseUrl=jdbc:clickhouse",
        "--clickhouseUrl=http://clickhouse.example",
        "--clickhouseDatabase=1;2",
        "--redisUrl=http://redis",
        "--redisUrl=none",
        "--redisUrl=redis-cluster://a:1,",
        "--evictAfter=-1s",
        "--statusTtl=0s",
        "--maxOutage=0s",
        "--gapCaps=X=1m"
      })
  void aBadOptionIsNamedInOneLine(String argument) {
    String name = argument.substring(0, argument.indexOf('='));
    assertThatThrownBy(() -> plan(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + "=")
        .hasMessageNotContaining("\n");
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(plan("--clickhousePassword=secret").toString()).doesNotContain("secret");
    assertThat(plan("--redisUrl=redis://:secret@h:1").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> plan("--redisUrl=redis://:secret@h:x"))
        .hasMessageStartingWith("--redisUrl=redis://...@h:x: ")
        .hasMessageNotContaining("secret");
  }

  private static TelemetryStreamPlan plan(String... arguments) {
    return TelemetryStreamPlan.of(Arguments.of(arguments).as(TelemetryStreamOptions.class));
  }
}
