package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see when they ask for help or mistype: nothing is started here. */
class CommandLineTest {
  private record Outcome(int exitCode, String out, String err) {}

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Wattflow.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

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
    Outcome outcome = run(line.strip().split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("wattflow").contains(culprit.strip()).contains("--help");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aFailureIsOneLineAndExitCode1() {
    // Port 1 is the one where nobody ever listens.
    Outcome outcome = run("migrate", "--clickhouseUrl=http://127.0.0.1:1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("wattflow migrate: ").contains("127.0.0.1:1");
  }

  @Test
  void aReportNamesWhatIsMissing(@TempDir Path folder) throws IOException {
    Outcome noServer = run("report", "--from=2026-01-01", "--clickhouseUrl=http://127.0.0.1:1");
    assertThat(noServer.exitCode()).isEqualTo(1);
    assertThat(noServer.err().lines()).hasSize(1);
    assertThat(noServer.err()).startsWith("wattflow report: ").contains("127.0.0.1:1");

    Path tariffs = folder.resolve("prices.json");
    Outcome noFile = run("report", "--from=2026-01-01", "--tariffs=" + tariffs);
    assertThat(noFile.exitCode()).isEqualTo(1);
    assertThat(noFile.err().lines()).hasSize(1);
    assertThat(noFile.err()).contains("--tariffs").contains("prices.json cannot be read");

    Files.writeString(tariffs, "{\n\"tariffs\": [{\"name\": \"a\"}]}");
    Outcome noCurrency = run("report", "--from=2026-01-01", "--tariffs=" + tariffs);
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
    assertThat(run("--help").out()).contains("  " + command + " ");

    Outcome outcome = run(command, "--help");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("Usage: wattflow " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void helpTellsTheDefaults() {
    assertThat(run("demo", "--help").out()).contains("45m").contains("400").contains("28");
    assertThat(run("migrate", "--help").out()).contains("http://127.0.0.1:8123").contains("30d");
    assertThat(run("up", "--help").out()).contains("9092").contains("8123").contains("6379");
  }

  @Test
  void withoutACommandThereIsHelpAndExitCode2() {
    Outcome outcome = run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).startsWith("Usage: wattflow");
  }

  @Test
  void theVersionIsPrinted() {
    Outcome outcome = run("--version");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("wattflow ");
  }
}
