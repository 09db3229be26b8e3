package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.Trickle;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
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
    List<ProducedRecord> records = Scripts.household(97, 12, end, Duration.ofHours(73), FAULTS);
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
      CommandRun beside = WattflowCommand.onTables(scenario, "backfill", from, to);
      assertThat(beside.exitCode()).as("exit code; %s", beside.lines()).hasValue(0);
      trickle.finish();
    }
    // What is in a checkpoint is in the tables too: what differs then, differs for good.
    scenario.awaitRead(records.size() - 2 * third).awaitCheckpoint().awaitRawRows();

    CommandRun found = WattflowCommand.onTables(scenario, "audit", from, to, "--settled=0s");
    assertThat(found.exitCode()).as("exit code; %s", found.lines()).hasValue(3);
    assertThat(found.lines()).anyMatch(line -> line.matches(" +user \\d+ .* STALE; .*stored.*"));
    CommandRun repaired =
        WattflowCommand.onTables(scenario, "audit", from, to, "--settled=0s", "--repair");
    assertThat(repaired.exitCode()).as("exit code; %s", repaired.lines()).hasValue(0);
    scenario.awaitAgreement();

    CommandRun again = WattflowCommand.onTables(scenario, "audit", from, to, "--settled=0s");
    assertThat(again.exitCode()).as("exit code; %s", again.lines()).hasValue(0);
    assertThat(again.lines()).contains("OK: nothing differs");
  }
}
