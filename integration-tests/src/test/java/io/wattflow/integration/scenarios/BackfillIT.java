package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CachedAnswers;
import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.LostTables;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollups that were lost come back from raw readings as the stream would have written them. */
@ExtendWith(WattflowExtension.class)
class BackfillIT {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @ParameterizedTest
  @ValueSource(strings = {"flink", "direct"})
  void rowsThatWereLostComeBackBesideTheStream(String runner, Scenario scenario) throws Exception {
    Instant now = Instant.now();
    List<ProducedRecord> records =
        Scripts.bursts(29, 40, 3, now, Duration.ofDays(1), Duration.ofMinutes(12));
    scenario.startStream().produce(records).awaitAgreement();

    LostTables.rollups(scenario);
    assertThat(scenario.totals().rows("rollup_1m")).isZero();

    String[] days = {
      "--runner=" + runner,
      "--from=" + Instant.ofEpochMilli(records.get(0).eventTimeMillis()),
      "--to=" + now.plusSeconds(1)
    };
    ProducedRecord first = records.get(0);
    long hour = first.eventTimeMillis() / HOUR * HOUR;
    try (CachedAnswers answers =
        new CachedAnswers(scenario, Objects.requireNonNull(first.reading()).userId())) {
      answers.put("hour", "rollup_1h", first.key(), hour, hour + HOUR);
      answers.put("reports", "report_daily", first.key(), hour, hour + HOUR);
      answers.put("future", "rollup_1h", first.key(), hour + 48 * HOUR, hour + 49 * HOUR);
      CommandRun run = backfill(scenario, days, "--redisUrl=" + scenario.platform().redisUri());
      assertThat(run.exitCode()).as("exit code; %s", run.lines()).hasValue(0);
      assertThat(answers.names()).containsExactlyInAnyOrder("reports", "future");
    }
    scenario.awaitAgreement();

    CommandRun again = backfill(scenario, days, "--jobReadings=1000", "--sliceReadings=1000");
    assertThat(again.exitCode()).as("exit code; %s", again.lines()).hasValue(0);
    assertThat(again.lines()).anyMatch(line -> line.matches("Recomputing .* [34] jobs"));
    scenario.awaitAgreement();

    CommandRun corrected = backfill(scenario, days, "--generation=5825");
    assertThat(corrected.exitCode()).as("exit code; %s", corrected.lines()).hasValue(0);
    assertThat(uncorrected(scenario, "rollup_1d")).as("days that did not win").isZero();
    assertThat(uncorrected(scenario, "rollup_1m")).isZero();
    CommandRun audit = WattflowCommand.onTables(scenario, "audit", days);
    assertThat(audit.exitCode()).as("corrections are left alone; %s", audit.lines()).hasValue(0);

    CommandRun nobody = backfill(scenario, days, "--devices=no-such-device");
    assertThat(nobody.exitCode()).as("exit code; %s", nobody.lines()).hasValue(1);
  }

  private static CommandRun backfill(Scenario scenario, String[] days, String... more)
      throws IOException, InterruptedException {
    return WattflowCommand.onTables(
        scenario,
        "backfill",
        Stream.concat(Stream.of(days), Stream.of(more)).toArray(String[]::new));
  }

  private static long uncorrected(Scenario scenario, String table) throws SQLException {
    try (Connection connection = scenario.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT countIf(bitShiftRight(version, 40) = 0), count() FROM "
                    + table
                    + " FINAL")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getLong(2)).isPositive();
      return row.getLong(1);
    }
  }
}
