package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream is killed in mid-run and goes on from its last checkpoint. */
@ExtendWith(WattflowExtension.class)
class KillAndRestoreIT {
  @ParameterizedTest
  @CsvSource({"filesystem, binary", "rocksdb, jdbc"})
  void everyRowIsRightAfterARestore(String backend, String writer, Scenario scenario)
      throws Exception {
    List<ProducedRecord> records = Scripts.household(11, 300, Duration.ofMinutes(25));
    int half = records.size() / 2;
    int quarter = records.size() / 4;
    String stateBackend = "--stateBackend=" + backend;
    String clickhouseWriter = "--clickhouseWriter=" + writer;

    scenario
        .startStream(stateBackend, clickhouseWriter)
        .produce(records.subList(0, quarter))
        .awaitRead(quarter)
        .awaitRows("rollup_1m", 1)
        .awaitCheckpoint();
    long covered = scenario.stream().counter(StreamJob.RECORDS_READ);
    scenario
        .produce(records.subList(quarter, half))
        // In mid-run: some of these are in the state, in no checkpoint, and in no table.
        .awaitRead(covered + 1)
        .killStream()
        .produce(records.subList(half, records.size()))
        .restoreStream(stateBackend, clickhouseWriter)
        .awaitAgreement();

    long readAgain = scenario.stream().counter(StreamJob.RECORDS_READ);
    scenario.say("the second run has read %,d of %,d records", readAgain, records.size());
    assertThat(readAgain)
        .as("records that the restored run has read: not those that the checkpoint covers")
        .isGreaterThanOrEqualTo(records.size() - half)
        .isLessThanOrEqualTo(records.size() - covered);
  }
}
