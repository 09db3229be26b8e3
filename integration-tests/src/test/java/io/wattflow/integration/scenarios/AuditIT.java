package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.Trickle;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three days of a fleet with all that goes wrong: readings later than the stream waits for, batches
 * missing, repeats, two kills, and a backfill beside it. What the audit repairs is all that the
 * model knows.
 */
@ExtendWith(WattflowExtension.class)
class AuditIT {
  /** 1 % late by up to two hours, 5 % out of order, 10 % repeated, 1 % of the time missing. */
  private static final Faults FAULTS =
      new Faults(
          0.01, 0.05, 0.10, 0.01, 0.01, 0.0002, 0.001, Duration.ofMinutes(10), Duration.ofHours(2));

  @Test
  void afterARepairNothingDiffersFromTheModel(Scenario scenario) throws Exception {
    // Whole days, and over: what is open is not audited.
    Instant end = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.DAYS);
    List<ProducedRecord> records = Scripts.household(97, 12, end, Duration.ofHours(71), FAULTS);
    int third = records.size() / 3;
    scenario
        .startStream()
        .produce(records.subList(0, third))
        .awaitRead(third)
        .awaitCheckpoint()
        .killStream()
        .restoreStream()
        .produce(records.subList(third, 2 * third))
        .awaitRead(third)
        .awaitCheckpoint()
        .killStream()
        .restoreStream();
    String from = "--from=" + Instant.ofEpochMilli(records.get(0).eventTimeMillis());
    String to = "--to=" + end;
    try (Trickle trickle = scenario.trickle(records.subList(2 * third, records.size()), 5_000)) {
      CommandRun beside = scenario.runOnTables("backfill", from, to);
      assertThat(beside.exitCode()).as("exit code; %s", beside.lines()).hasValue(0);
      trickle.finish();
    }
    // What is in a checkpoint is in the tables too: what differs then, differs for good.
    scenario.awaitRead(records.size() - 2 * third).awaitCheckpoint().awaitRawRows();

    CommandRun found = scenario.runOnTables("audit", from, to, "--settled=0s");
    assertThat(found.exitCode()).as("exit code; %s", found.lines()).hasValue(3);
    assertThat(found.lines()).anyMatch(line -> line.matches(" +user \\d+ .* STALE; .*stored.*"));
    CommandRun repaired = scenario.runOnTables("audit", from, to, "--settled=0s", "--repair");
    assertThat(repaired.exitCode()).as("exit code; %s", repaired.lines()).hasValue(0);
    scenario.awaitAgreement();

    CommandRun again = scenario.runOnTables("audit", from, to, "--settled=0s");
    assertThat(again.exitCode()).as("exit code; %s", again.lines()).hasValue(0);
    assertThat(again.lines()).contains("OK: nothing differs");
  }

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
    CommandRun found = scenario.runOnTables("audit", span);
    assertThat(found.exitCode()).hasValue(3);
    assertThat(found.lines())
        .anyMatch(line -> line.matches(" +rollup_1m +[\\d,]+ +7\\d +0 +0 +0 +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_5m +[\\d,]+ +0 +0 +0 +7\\d +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_1h +[\\d,]+ +0 +0 +2 +0 +0 +0"))
        .anyMatch(line -> line.matches(" +rollup_1d +[\\d,]+ +0 +0 +0 +0 +1 +0"));

    CommandRun repaired =
        scenario.runOnTables("audit", span[0], span[1], span[2], span[3], "--repair");
    assertThat(repaired.exitCode()).as("exit code; %s", repaired.lines()).hasValue(0);

    scenario.awaitAgreement();
  }
}
