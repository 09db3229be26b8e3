package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stream is killed and its checkpoints are lost: it reads the topic again. */
@ExtendWith(WattflowExtension.class)
class RestartWithoutStateIT {
  @Test
  void everyRowIsRightAfterAStartFromNothing(Scenario scenario) throws Exception {
    List<ProducedRecord> records = Scripts.household(12, 200, Duration.ofMinutes(20));
    int half = records.size() / 2;

    scenario
        .startStream()
        .produce(records.subList(0, half))
        .awaitRows("rollup_5m", 1)
        // Offsets are committed by now: to trust them would lose the open windows.
        .awaitCheckpoint()
        .killStream();
    scenario.checkpoints().delete();
    scenario.produce(records.subList(half, records.size())).startStream().awaitAgreement();

    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ))
        .as("records that the second run has read")
        .isEqualTo(records.size());
  }
}
