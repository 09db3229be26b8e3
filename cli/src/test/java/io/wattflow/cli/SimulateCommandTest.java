package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of {@code wattflow simulate} see, before a door of a few lines. */
class SimulateCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--devices=0                                | --devices           | 0",
        "--devices=many                             | --devices           | many",
        "--rate=0                                   | --rate              | 0",
        "--rate=1001 --devices=1                    | --rate              | raise --devices",
        "--duration=-1s                             | --duration          | -1s",
        "--duration=10                              | --duration          | 10s",
        "--duration=500ms                           | --duration          | at least 1s",
        "--duration=9s --warm-up=9s                 | --warmUp            | --duration",
        "--faults=all                               | --faults            | all",
        "--user=0                                   | --user              | 0",
        "--seed=x                                   | --seed              | x",
        "--via=pigeon                               | --via               | pigeon",
        "--url=nowhere                              | --url               | nowhere",
        "--url=ftp://door                           | --url               | http://host:port",
        "--batch=0                                  | --batch             | 0",
        "--batch=10001                              | --batch             | 10,000",
        "--format=xml                               | --format            | xml",
        "--connections=0                            | --connections       | 0",
        "--api-key=ä                                | --apiKey            | ASCII",
        "--topic=t                                  | --topic             | --via=kafka",
        "--via=kafka --gzip                         | --gzip              | --via=http",
        "--via=kafka --batch=1                      | --batch             | --via=http",
        "--via=kafka --topic=a/b                    | --topic             | a/b",
        "--via=kafka --bootstrap-servers=localhost  | --bootstrapServers  | host:port",
        "--frob                                     | --frob              | --help",
      })
  void aWrongCommandLineIsOneLineThatNamesOptionAndRemedy(
      String line, String option, String remedy) {
    CommandLineRun outcome = CommandLineRun.of(("simulate " + line.strip()).split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("wattflow simulate: ")
        .contains(option.strip())
        .contains(remedy.strip());
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aKeyIsNotRepeatedInAnError() {
    assertThat(CommandLineRun.of("simulate", "--api-key=my secret").err()).doesNotContain("secret");
  }

  @Test
  void aDoorThatIsNotThereIsNamedWithTheRemedy() {
    // Port 1 is the one where nobody ever listens.
    CommandLineRun outcome = CommandLineRun.of("simulate", "--url=http://127.0.0.1:1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("wattflow simulate: ")
        .contains("http://127.0.0.1:1")
        .contains("wattflow ingest")
        .contains("--url");
  }

  @Test
  void helpTellsTheOptionsAndTheirDefaults() {
    CommandLineRun outcome = CommandLineRun.of("simulate", "--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Usage: wattflow simulate")
        .contains("http://127.0.0.1:3002", "60s", "telemetry-data", "WATTFLOW_API_KEY", "98 %");
    assertThat(CommandLineRun.of("--help").out()).contains("  simulate ");
  }

  @Test
  void aFleetReportsAndTheTableSaysHowItWent() throws IOException {
    try (SmallDoor door = new SmallDoor(202)) {
      CommandLineRun outcome =
          CommandLineRun.of(
              "simulate",
              "--url=" + door.url(),
              "--devices=50",
              "--rate=300",
              "--duration=3s",
              "--batch=20",
              "--format=ndjson",
              "--connections=4",
              "--seed=5");

      assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out())
          .contains("50 devices", "--seed=5", "planned", "achieved", "p99", "OK: everything")
          .containsPattern("records sent +[89]\\d\\d\\R")
          .doesNotContain("refused", "without an answer");
      assertThat(door.readings()).isBetween(850L, 950L);
    }
  }

  @Test
  void aDoorThatRefusesTheKeyIsQuotedAndEndsIt() throws IOException {
    try (SmallDoor door = new SmallDoor(401)) {
      CommandLineRun outcome =
          CommandLineRun.of("simulate", "--url=" + door.url(), "--duration=60s", "--connections=1");

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err()).contains(door.url()).contains("401").contains("no such key");
    }
  }
}
