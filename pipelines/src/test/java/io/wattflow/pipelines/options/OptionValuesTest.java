package io.wattflow.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.schemas.avro.DeviceType;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "10m, PT10M",
    "2h, PT2H",
    "30d, PT720H",
    "PT10M, PT10M",
    "0s, PT0S"
  })
  void readsDurations(String text, Duration expected) {
    assertThat(OptionValues.duration("allowedLateness", text, Duration.ZERO)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-5m, must not be negative",
    "PT-5M, must not be negative",
    "soon, is not a duration",
    "10, is not a duration",
    "'', is not a duration",
    "999999999999d, must be at most 36500d"
  })
  void refusesDurationsAndNamesTheOption(String text, String reason) {
    assertThatThrownBy(() -> OptionValues.duration("allowedLateness", text, Duration.ZERO))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--allowedLateness=" + text + ": ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesDurationsThatAreTooShort() {
    assertThatThrownBy(() -> OptionValues.duration("idleTimeout", "10ms", Duration.ofSeconds(1)))
        .hasMessage("--idleTimeout=10ms: must be at least 1000ms");
  }

  @Test
  void refusesNumbersOutOfBounds() {
    assertThat(OptionValues.number("shards", 64, 1, 128)).isEqualTo(64);
    assertThatThrownBy(() -> OptionValues.number("shards", 0, 1, 128))
        .hasMessage("--shards=0: must be from 1 to 128");
    assertThatThrownBy(() -> OptionValues.number("shards", 129, 1, 128))
        .hasMessage("--shards=129: must be from 1 to 128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8123", "ftp://host:1", "http://", "http:// host", "http"})
  void refusesUrlsWithoutAKnownSchemeAndAHost(String url) {
    assertThatThrownBy(() -> OptionValues.url("clickhouseUrl", url, Set.of("http", "https")))
        .hasMessage(
            "--clickhouseUrl="
                + url
                + ": is not a URL; write http://host:port or https://host:port");
  }

  @Test
  void takesUrls() {
    assertThat(OptionValues.url("redisUrl", "redis://10.0.0.1:6379", Set.of("redis")))
        .hasHost("10.0.0.1")
        .hasPort(6379);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:1", "a:1,b:2", "10.0.0.1:9092", "[::1]:9092"})
  void takesBrokers(String brokers) {
    assertThat(OptionValues.brokers("bootstrapServers", brokers)).isEqualTo(brokers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:port", "a:1,,b:2", "a:123456"})
  void refusesBrokersWithoutAPort(String brokers) {
    assertThatThrownBy(() -> OptionValues.brokers("bootstrapServers", brokers))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--bootstrapServers=" + brokers + ": ");
  }

  @Test
  void refusesNamesThatCouldBeSql() {
    assertThatThrownBy(() -> OptionValues.identifier("clickhouseDatabase", "a; drop"))
        .isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> OptionValues.name("topic", "a b")).isInstanceOf(OptionException.class);
  }

  @Test
  void readsGapCaps() {
    assertThat(OptionValues.meteringRules("gapCaps", "inverter=20m, HVAC=1m"))
        .isEqualTo(
            MeteringRules.defaults()
                .withGapCap(DeviceType.INVERTER, Duration.ofMinutes(20))
                .withGapCap(DeviceType.HVAC, Duration.ofMinutes(1)));
    assertThat(OptionValues.meteringRules("gapCaps", "")).isEqualTo(MeteringRules.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TOASTER=1m | no device type TOASTER",
        "HVAC | write TYPE=duration",
        "HVAC=-1m | must not be negative",
        "HVAC=x | is not a duration"
      })
  void refusesGapCaps(String caps, String reason) {
    assertThatThrownBy(() -> OptionValues.meteringRules("gapCaps", caps))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--gapCaps=")
        .hasMessageContaining(reason);
  }
}
