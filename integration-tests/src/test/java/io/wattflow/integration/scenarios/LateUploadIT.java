package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ReadingSource;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A gateway uploads half a year at once: one block of raw rows is of more days than ClickHouse
 * allows.
 */
@ExtendWith(WattflowExtension.class)
class LateUploadIT {
  private static final int DAYS = 150;
  private static final int DEVICES = 4;

  @Test
  void rowsOfMoreThanAHundredDaysGoInTogether(Scenario scenario) throws Exception {
    Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    ReadingSource[] days =
        IntStream.range(0, DAYS)
            .mapToObj(
                day ->
                    Fleet.household(
                        18, DEVICES, end.minus(day, ChronoUnit.DAYS), Duration.ofSeconds(30)))
            .toArray(ReadingSource[]::new);
    List<ProducedRecord> records = new ArrayList<>();
    TelemetryScript.of(18, Faults.none(), days).forEach(records::add);
    scenario.produce(records).startStream().awaitRows("rollup_1d", DAYS * DEVICES);
    // A refused insert would have restarted the job, and the records would have been read again.
    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ)).isEqualTo(records.size());
    assertThat(scenario.stream().logTail()).doesNotContain("Too many partitions");
  }
}
