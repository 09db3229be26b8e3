package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecoderOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of {@code wattflow replay} see before Kafka is asked, and if it is not there. */
class ReplayCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                     | Missing command     | list, show or run",
        "send                                 | send                | --help",
        "list --limit=-1                      | --limit             | 0 to 1,000,000",
        "list --limit=all                     | --limit             | all",
        "list --since=yesterday               | --since             | 2026-11-23T18:00:00Z",
        "list --since=2026-11-23T18:00:00Z --until=2026-11-23T18:00:00Z | --until | --since",
        "list --topic=a/b                     | --topic             | letters, digits",
        "list --format=xml                    | --format            | xml",
        "list --deadLetterTopic=a/b           | --deadLetterTopic   | letters, digits",
        "list --bootstrap-servers=nowhere     | --bootstrapServers  | host:port",
        "list --frob                          | --frob              | --help",
        "show                                 | <letter>            | --help",
        "show somewhere                       | <letter>            | topic-partition-offset",
        "show t-0-1 --bytes=-1                | --bytes             | negative",
        "show t-0-1 --maxPayloadBytes=1       | --maxPayloadBytes   | 64",
        "run somewhere                        | <letter>            | topic-partition-offset",
        "run --limit=0                        | --limit             | at least 1",
        "run --to-topic=a/b                   | --toTopic           | letters, digits",
        "run --maxAge=-1s                     | --max-age           | 45m",
        "run --max-age=40000d                 | --maxAge            | 36500d",
        "run --maxFutureSkew=40000d           | --maxFutureSkew     | 36500d",
        "run --schemaRegistryUrl=nowhere      | --schemaRegistryUrl | http://host:port",
        "run --frob                           | --frob              | --help",
      })
  void aWrongCommandLineIsOneLineThatNamesOptionAndRemedy(
      String line, String option, String remedy) {
    CommandLineRun outcome =
        CommandLineRun.of(("replay " + (line == null ? "" : line.strip())).strip().split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("wattflow replay")
        .contains(option.strip())
        .contains(remedy.strip());
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aPasswordIsNotRepeatedInAnError() {
    CommandLineRun outcome =
        CommandLineRun.of("replay", "run", "--schemaRegistryUrl=ftp://user:secret@host");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "run"})
  void aKafkaThatIsNotThereIsNamedWithTheRemedy(String command) {
    // Port 1 is the one where nobody ever listens.
    CommandLineRun outcome =
        CommandLineRun.of(("replay " + command + " --bootstrapServers=127.0.0.1:1").split(" "));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("wattflow replay ")
        .contains("127.0.0.1:1")
        .contains("wattflow up")
        .contains("--bootstrapServers");
  }

  @Test
  void helpTellsTheCommandsAndTheirDefaults() {
    ValidationLimits limits = ValidationLimits.defaults();
    assertThat(CommandLineRun.of("--help").out()).contains("  replay ");
    assertThat(CommandLineRun.of("replay", "--help").out())
        .contains("  list ", "  show ", "  run ");
    assertThat(CommandLineRun.of("replay", "list", "--help").out())
        .startsWith("Usage: wattflow replay list")
        .contains("telemetry-dead-letters", "127.0.0.1:9092", "20");
    assertThat(CommandLineRun.of("replay", "run", "--help").out())
        .containsSubsequence(
            "As the stream has it. Default: " + Durations.write(limits.maxAge()),
            "As the stream has it. Default: " + Durations.write(limits.maxFutureSkew()),
            "As the stream has it. Default: " + DecoderOptions.DEFAULT_MAX_PAYLOAD_BYTES)
        .contains("--dryRun", "--toTopic", "--again", "130");
    assertThat(CommandLineRun.of("replay", "show", "--help").out()).contains("1024");
  }
}
