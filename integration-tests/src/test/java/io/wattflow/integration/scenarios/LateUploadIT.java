package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    List<ProducedRecord> records =
        Scripts.bursts(
            18,
            DEVICES,
            DAYS,
            Instant.now().truncatedTo(ChronoUnit.DAYS),
            Duration.ofDays(1),
            Duration.ofSeconds(30));
    scenario.produce(records).startStream().awaitRows("rollup_1d", DAYS * DEVICES);
    // A refused insert would have restarted the job, and the records would have been read again.
    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ)).isEqualTo(records.size());
    assertThat(scenario.stream().logTail()).doesNotContain("Too many partitions");
  }
}
