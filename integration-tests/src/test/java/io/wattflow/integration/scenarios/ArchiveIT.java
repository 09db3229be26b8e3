package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.LostTables;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When all tables are lost, the archive has what they held. */
@ExtendWith(WattflowExtension.class)
class ArchiveIT {
  @ParameterizedTest
  @ValueSource(strings = {"flink", "direct"})
  void everythingComesBackFromFiles(String runner, Scenario scenario) throws Exception {
    // Across midnight, so that there are windows that two days' files have a part of each.
    Instant end =
        Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1).minusMinutes(6));
    List<ProducedRecord> records =
        Scripts.bursts(53, 40, 3, end, Duration.ofDays(1), Duration.ofMinutes(12));
    scenario.startStream().produce(records).awaitAgreement();

    String archiveDir = "--archiveDir=" + scenario.folder().resolve("archive");
    CommandRun archived = WattflowCommand.onTables(scenario, "archive", archiveDir, "--shards=3");
    assertThat(archived.exitCode()).as("exit code; %s", archived.lines()).hasValue(0);
    assertThat(archived.lines()).contains("OK: 4 days are archived");
    LostTables.all(scenario);

    String[] backfill = {
      "--runner=" + runner,
      "--source=files",
      archiveDir,
      "--from=" + Instant.ofEpochMilli(records.get(0).eventTimeMillis()),
      "--to=" + end,
      "--restoreRaw=true"
    };
    Path file = someFile(scenario.folder().resolve("archive"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    CommandRun refused = WattflowCommand.onTables(scenario, "backfill", backfill);
    assertThat(refused.exitCode()).as("exit code; %s", refused.lines()).hasValue(1);
    assertThat(refused.lines())
        .singleElement()
        .asString()
        .contains(String.valueOf(file.getFileName()), " is cut: ");
    scenario
        .totals()
        .byTable()
        .forEach((table, total) -> assertThat(total.rows()).as(table).isZero());

    Files.write(file, whole);
    CommandRun restored = WattflowCommand.onTables(scenario, "backfill", backfill);
    assertThat(restored.exitCode()).as("exit code; %s", restored.lines()).hasValue(0);
    scenario.awaitAgreement();

    // Days as jobs of their own know their neighbours too.
    LostTables.all(scenario);
    backfill = Arrays.copyOf(backfill, backfill.length + 1);
    backfill[backfill.length - 1] = "--jobReadings=1000";
    CommandRun inParts = WattflowCommand.onTables(scenario, "backfill", backfill);
    assertThat(inParts.exitCode()).as("exit code; %s", inParts.lines()).hasValue(0);
    scenario.awaitAgreement();
  }

  private static Path someFile(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files
          .filter(file -> file.toString().endsWith(".avro"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
