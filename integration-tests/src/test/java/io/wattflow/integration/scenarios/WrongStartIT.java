package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.WattflowExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that cannot work ends soon, with one line that says what to do. */
@ExtendWith(WattflowExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongStartIT {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  /** Ten seconds are promised; this machine may be busy. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Scenario scenario;

  WrongStartIT(Scenario scenario) {
    this.scenario = scenario;
  }

  @ParameterizedTest
  @CsvSource({
    "--bootstrapServers=127.0.0.1:%d, Kafka at 127.0.0.1:%d does not answer",
    "--clickhouseUrl=http://127.0.0.1:%d, ClickHouse at http://127.0.0.1:%d does not answer",
    "--redisUrl=redis://127.0.0.1:%d, Redis at 127.0.0.1:%d does not answer",
  })
  void aDeadPartIsNamed(String option, String line) throws Exception {
    int port = deadPort();
    assertEnds(FAILURE, line.formatted(port), option.formatted(port));
  }

  @Test
  void missingTablesAndTopicsAreNamed() throws Exception {
    assertEnds(
        FAILURE,
        "ClickHouse has no table nowhere.telemetry: run `wattflow migrate`",
        "--clickhouseDatabase=nowhere");
    assertEnds(FAILURE, "has no topic nothing", "--topic=nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "--clickhouseUrl=127.0.0.1, --clickhouseUrl=127.0.0.1: is not a URL",
    "--redisUrl=http://127.0.0.1:1, --redisUrl=http://127.0.0.1:1: is no address of Redis",
    "--redisUrl=none, --redisUrl=none: the stream keeps the latest status of devices in a Redis",
    "--bootstrapServers=nowhere, --bootstrapServers=nowhere: is not a list of host:port",
    "--noSuchFlag=1, --noSuchFlag: unknown option",
    "--allowedLateness=-10s, --allowedLateness=-10s: must not be negative",
    "--windowEarlyFiring=soon, --windowEarlyFiring=soon: is not a duration",
    "--shards=many, --shards=many:",
    "--restoreFrom=/no/such/place, --restoreFrom=/no/such/place: is no checkpoint",
  })
  void aWrongOptionIsNamed(String option, String line) throws Exception {
    assertEnds(USAGE, line, option);
  }

  private void assertEnds(int code, String line, String option)
      throws IOException, InterruptedException {
    CommandRun run = scenario.runStreamCommand(SOON, option);

    assertThat(run.exitCode())
        .as("%s ends within %s; it says %s", option, SOON, run.lines())
        .hasValue(code);
    assertThat(run.lines()).as("what %s says", option).hasSize(1);
    assertThat(run.lines().get(0)).startsWith("wattflow stream: ").contains(line);
  }

  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
