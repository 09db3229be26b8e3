package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.LostTables;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
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
  }
}
