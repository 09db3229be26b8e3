package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CachedAnswers;
import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that were spoilt by hand, in every way that an audit tells apart. */
@ExtendWith(WattflowExtension.class)
class AuditRepairIT {
  @Test
  void everyKindOfDifferenceIsFoundAndRepaired(Scenario scenario) throws Exception {
    Instant end = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.DAYS);
    List<ProducedRecord> records =
        Scripts.household(98, 20, end, Duration.ofMinutes(70), Faults.none());
    scenario.startStream().produce(records).awaitAgreement();
    String device = records.get(0).key();
    try (Connection connection = scenario.connect();
        Statement statement = connection.createStatement()) {
      for (String spoil :
          List.of(
              "DELETE FROM rollup_1m WHERE device_id = '%s'",
              "INSERT INTO rollup_5m SELECT * REPLACE (1 AS reading_count, version + 3 AS version)"
                  + " FROM rollup_5m FINAL WHERE device_id = '%s'",
              "INSERT INTO rollup_1h SELECT * REPLACE (energy_wh + 1 AS energy_wh)"
                  + " FROM rollup_1h FINAL WHERE device_id = '%s'",
              "INSERT INTO rollup_1d SELECT * REPLACE ('ghost' AS device_id)"
                  + " FROM (SELECT * FROM rollup_1d FINAL WHERE device_id = '%s')")) {
        statement.execute(spoil.formatted(device));
      }
    }
    String[] span = {
      "--runner=direct", "--settled=0s", "--from=" + end.minus(Duration.ofDays(1)), "--to=" + end
    };
    CommandRun found = WattflowCommand.onTables(scenario, "audit", span);
    assertThat(found.exitCode()).hasValue(3);
    assertThat(found.lines())
        .anyMatch(line -> line.matches(" +rollup_1m +[\\d,]+ +7\\d +0 +0 +0 +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_5m +[\\d,]+ +0 +0 +0 +7\\d +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_1h +[\\d,]+ +0 +0 +2 +0 +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_1d +[\\d,]+ +0 +0 +0 +0 +1 +0"));

    long day = end.minus(Duration.ofDays(1)).toEpochMilli();
    try (CachedAnswers answers = new CachedAnswers(scenario, userOf(scenario, device))) {
      for (String table : List.of("rollup_1m", "rollup_5m", "rollup_1h")) {
        answers.put(table, table, device, day, end.toEpochMilli());
      }
      answers.put("ghost", "rollup_1d", "ghost", day, end.toEpochMilli());
      answers.put("sound", "rollup_1d", device, day, end.toEpochMilli());
      answers.put("other", "rollup_1h", "another device", day, end.toEpochMilli());
      answers.put("before", "rollup_1h", device, 0, day);
      CommandRun repaired =
          WattflowCommand.onTables(
              scenario,
              "audit",
              span[0],
              span[1],
              span[2],
              span[3],
              "--repair",
              "--redisUrl=" + scenario.platform().redisUri());
      assertThat(repaired.exitCode()).as("exit code; %s", repaired.lines()).hasValue(0);
      assertThat(answers.names())
          .as("cached answers that are right still")
          .containsExactlyInAnyOrder("sound", "other", "before");
    }

    scenario.awaitAgreement();
  }

  private static long userOf(Scenario scenario, String device) throws SQLException {
    try (Connection connection = scenario.connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT max(user_id) FROM rollup_1h WHERE device_id = ?")) {
      select.setString(1, device);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }
}
