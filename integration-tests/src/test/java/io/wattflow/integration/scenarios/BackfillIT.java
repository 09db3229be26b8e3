package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.LostTables;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollups that were lost come back from raw readings as the stream would have written them. */
@ExtendWith(WattflowExtension.class)
class BackfillIT {
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
    CommandRun run = WattflowCommand.onTables(scenario, "backfill", days);
    assertThat(run.exitCode()).as("exit code; %s", run.lines()).hasValue(0);
    scenario.awaitAgreement();

    CommandRun again =
        WattflowCommand.onTables(
            scenario,
            "backfill",
            days[0],
            days[1],
            days[2],
            "--jobReadings=1000",
            "--sliceReadings=1000");
    assertThat(again.exitCode()).as("exit code; %s", again.lines()).hasValue(0);
    assertThat(again.lines()).anyMatch(line -> line.matches("Recomputing .* [34] jobs"));
    scenario.awaitAgreement();

    CommandRun corrected =
        WattflowCommand.onTables(
            scenario, "backfill", days[0], days[1], days[2], "--generation=5825");
    assertThat(corrected.exitCode()).as("exit code; %s", corrected.lines()).hasValue(0);
    assertThat(uncorrected(scenario, "rollup_1d")).as("days that did not win").isZero();
    assertThat(uncorrected(scenario, "rollup_1m")).isZero();
    CommandRun audit = WattflowCommand.onTables(scenario, "audit", days);
    assertThat(audit.exitCode()).as("corrections are left alone; %s", audit.lines()).hasValue(0);

    CommandRun nobody =
        WattflowCommand.onTables(
            scenario, "backfill", days[0], days[1], days[2], "--devices=no-such-device");
    assertThat(nobody.exitCode()).as("exit code; %s", nobody.lines()).hasValue(1);
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
