package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see when they ask for help or mistype: nothing is started here. */
class CommandLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --frob                       | --frob",
        "demo --for=soon                   | --for",
        "demo --for=-5m                    | --for",
        "demo --for=5s                     | --for",
        "demo --for=29d                    | --for",
        "demo --for=20d --devices=1000     | --for",
        "demo --devices=0                  | --devices",
        "demo --devices=many               | --devices",
        "demo --days=29                    | --days",
        "demo --seed=x                     | --seed",
        "demo --end=yesterday              | --end",
        "demo --end=2020-01-01T00:00:00Z   | --end",
        "demo --end=2999-01-01T00:00:00Z   | --end",
        "demo now                          | now",
        "migrate --clickhouseUrl=nonsense  | --clickhouseUrl",
        "migrate --clickhouseDatabase=a-b  | --clickhouseDatabase",
        "migrate --keepTelemetry=never     | --keepTelemetry",
        "report                            | --from",
        "report --from=31.01.2026          | --from",
        "report --from=1970-01-01          | --from",
        "report --from=2026-01-02 --to=2026-01-01 | --to",
        "report --from=2026-01-01 --changedWithin=1h | --changedWithin",
        "report --replace                  | --from",
        "report --changedWithin=0s         | --changedWithin",
        "report --from=2026-01-01 --period=weekly | --period",
        "report --from=2026-01-01 --users=x | --users",
        "report --from=2026-01-01 --users=0 | --users",
        "report --from=2026-01-01 --zone=+02:00 | --zone",
        "report --from=2026-01-01 --tariff=gold | --tariff",
        "report --from=2026-01-01 --clickhouseDatabase=a-b | --clickhouseDatabase",
        "up --kafkaPort=70000              | --kafkaPort",
        "up --frob                         | --frob",
        "down --frob                       | --frob",
        "status --frob                     | --frob",
        "frob                              | frob",
      })
  void aWrongCommandLineIsOneLineThatNamesTheOptionAndExitCode2(String line, String culprit) {
    CommandLineRun outcome = CommandLineRun.of(line.strip().split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("wattflow").contains(culprit.strip()).contains("--help");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --days=29",
        "simulate --batch=0",
        "migrate --clickhouseDatabase=29",
        "report --from=2026-01-01 --users=-7",
        "replay list --limit=-1",
        "up --kafkaPort=70000"
      })
  void everyCommandSaysInTheSameWordsThatAValueCannotWork(String line) {
    String[] words = line.split(" ");
    String[] option = words[words.length - 1].split("=");

    assertThat(CommandLineRun.of(words).err())
        .contains("Invalid value for option '" + option[0] + "': '" + option[1] + "' ");
  }

  @Test
  void aFailureIsOneLineAndExitCode1() {
    // Port 1 is the one where nobody ever listens.
    CommandLineRun outcome = CommandLineRun.of("migrate", "--clickhouseUrl=http://127.0.0.1:1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("wattflow migrate: ").contains("127.0.0.1:1");
  }

  @Test
  void aReportNamesWhatIsMissing(@TempDir Path folder) throws IOException {
    CommandLineRun noServer =
        CommandLineRun.of("report", "--from=2026-01-01", "--clickhouseUrl=http://127.0.0.1:1");
    assertThat(noServer.exitCode()).isEqualTo(1);
    assertThat(noServer.err().lines()).hasSize(1);
    assertThat(noServer.err()).startsWith("wattflow report: ").contains("127.0.0.1:1");

    Path tariffs = folder.resolve("prices.json");
    CommandLineRun noFile =
        CommandLineRun.of("report", "--from=2026-01-01", "--tariffs=" + tariffs);
    assertThat(noFile.exitCode()).isEqualTo(1);
    assertThat(noFile.err().lines()).hasSize(1);
    assertThat(noFile.err()).contains("--tariffs").contains("prices.json cannot be read");

    Files.writeString(tariffs, "{\n\"tariffs\": [{\"name\": \"a\"}]}");
    CommandLineRun noCurrency =
        CommandLineRun.of("report", "--from=2026-01-01", "--tariffs=" + tariffs);
    assertThat(noCurrency.exitCode()).isEqualTo(1);
    assertThat(noCurrency.err().lines()).hasSize(1);
    assertThat(noCurrency.err()).contains("prices.json, line 2: currency is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "simulate",
        "ingest",
        "keys",
        "replay",
        "up",
        "status",
        "down",
        "migrate",
        "report",
        "stream",
        "backfill",
        "audit",
        "archive",
        "bench"
      })
  void everyCommandIsInTheHelpAndHasOne(String command) {
    assertThat(CommandLineRun.of("--help").out()).contains("  " + command + " ");

    CommandLineRun outcome = CommandLineRun.of(command, "--help");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("Usage: wattflow " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void helpTellsTheDefaults() {
    assertThat(CommandLineRun.of("demo", "--help").out())
        .contains("45m")
        .contains("400")
        .contains("28");
    assertThat(CommandLineRun.of("migrate", "--help").out())
        .contains("http://127.0.0.1:8123")
        .contains("30d");
    assertThat(CommandLineRun.of("up", "--help").out())
        .contains("9092")
        .contains("8123")
        .contains("6379");
  }

  @Test
  void withoutACommandThereIsHelpAndExitCode2() {
    CommandLineRun outcome = CommandLineRun.of();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).startsWith("Usage: wattflow");
  }

  @Test
  void theVersionIsPrinted() {
    CommandLineRun outcome = CommandLineRun.of("--version");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("wattflow ");
  }
}
