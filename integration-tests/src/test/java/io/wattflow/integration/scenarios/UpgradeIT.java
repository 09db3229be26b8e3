package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A job is stopped, and another one that could not restore its state goes on from an instant: rows
 * are those of a job that was never stopped.
 */
@ExtendWith(WattflowExtension.class)
class UpgradeIT {
  private static final int DEVICES = 60;

  @Test
  void aNewJobGoesOnFromAnInstantWithoutTheStateOfTheOldOne(Scenario scenario) throws Exception {
    List<ProducedRecord> records =
        Scripts.bursts(61, DEVICES, 3, Instant.now(), Duration.ofDays(1), Duration.ofMinutes(15));
    // In the middle of the last day.
    int stop = records.size() * 5 / 6;
    scenario
        .startStream()
        .produce(records.subList(0, stop))
        .awaitRead(stop)
        .awaitRows("rollup_1d", 3 * DEVICES)
        .killStream();
    Instant stopped = Instant.ofEpochMilli(records.get(stop - 1).eventTimeMillis());

    scenario
        .produce(records.subList(stop, records.size()))
        .startStream(
            "--startFrom=" + stopped,
            // What a restore would refuse.
            "--shards=16",
            "--clickhouseWriter=binary",
            "--checkpointDir=" + scenario.folder().resolve("checkpoints-of-the-new-version"))
        .awaitAgreement();

    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ))
        .as("records that the new job has read")
        .isGreaterThan(records.size() - stop)
        .isLessThan(records.size());
  }
}
