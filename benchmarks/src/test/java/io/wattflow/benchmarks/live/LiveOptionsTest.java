package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.latency.LatencyCommand;
import io.wattflow.benchmarks.recovery.RecoveryCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LiveOptionsTest {
  private static final List<String> OWN = List.of("--checkpointingInterval=10000");

  @Test
  void theDefaultsCanWork() {
    LiveOptions options = options();

    assertThatCode(() -> options.requireRate("--rate", 200_000)).doesNotThrowAnyException();
    assertThat(options.streamSettings(Duration.ofMinutes(2), OWN).options()).isEqualTo(OWN);
  }

  @ParameterizedTest
  @CsvSource({"0, 100, --devices", "-1, 100, --devices", "100, 0, --rate", "1, 5000, --devices"})
  void aRateNeedsEnoughDevices(int devices, int rate, String culprit) {
    LiveOptions options = options("--devices=" + devices);

    assertThatThrownBy(() -> options.requireRate("--rate", rate))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(culprit);
  }

  @Test
  void lateReadingsMustNotBeDropped() {
    LiveOptions options = options("--stream-option=--allowedLateness=1m");

    assertThat(options.streamSettings(Duration.ofMinutes(1), OWN).allowedLateness())
        .isEqualTo(Duration.ofMinutes(1));
    assertThatThrownBy(() -> options.streamSettings(Duration.ofMinutes(2), OWN))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("--allowedLateness");
  }

  @Test
  void durationsNameTheirOptionAsItIsWritten() {
    assertThatThrownBy(() -> LiveOptions.duration("--settle", "soon", Duration.ZERO))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("--settle=soon: ");
  }

  @Test
  void demandsFollowTheLoadAndTheHeap() {
    assertThat(LiveOptions.memoryBytes(6L << 30, 0)).isEqualTo(12L << 30);
    assertThat(LiveOptions.memoryBytes(512L << 20, 0)).isEqualTo((6L << 30) + (512L << 20));
    assertThat(LiveOptions.memoryBytes(1L << 30, 2L << 30)).isEqualTo(8L << 30);
    assertThat(LiveOptions.diskBytes(1_000_000)).isEqualTo((4L << 30) + 120_000_000);
  }

  /** All of them would measure for minutes: what is wrong has to be told before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "live --rate=0",
        "live --devices=0",
        "live --duration=1s",
        "live --allowed-lateness=1s",
        "live --heap=lots",
        "live --stream-option=--speed=9",
        "latency --rates=1000,0",
        "latency --rates=1000,1000",
        "latency --devices=0",
        "latency --users=0",
        "latency --warm-up=soon",
        "latency --duration=1s",
        "latency --heap=lots",
        "latency --rounds=0",
        "latency --stream-option=--allowedLateness=1s",
        "recovery --rate=-5",
        "recovery --devices=0",
        "recovery --layouts=spread,spread",
        "recovery --settle=0s",
        "recovery --users=0",
        "recovery --task-heap=1",
        "recovery --rounds=0",
        "recovery --stream-option=--topic=mine",
      })
  void aValueThatCannotWorkIsNamedBeforeAnythingStarts(String line) {
    String[] words = line.split(" ", -1);
    Callable<Integer> command =
        switch (words[0]) {
          case "live" -> new LiveCommand();
          case "latency" -> new LatencyCommand();
          default -> new RecoveryCommand();
        };
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words[1]);

    assertThatThrownBy(command::call)
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(words[1].substring(0, words[1].indexOf('=')))
        .hasMessageNotContaining("\n");
  }

  private static LiveOptions options(String... arguments) {
    LiveOptions options = new LiveOptions();
    new CommandLine(new Mixed(options)).parseArgs(arguments);
    return options;
  }

  @CommandLine.Command
  private static final class Mixed {
    @CommandLine.Mixin private final LiveOptions live;

    Mixed(LiveOptions live) {
      this.live = live;
    }
  }
}
