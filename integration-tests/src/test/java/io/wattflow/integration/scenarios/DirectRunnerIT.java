package io.wattflow.integration.scenarios;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The very same pipeline on another runner. */
@ExtendWith(WattflowExtension.class)
class DirectRunnerIT {
  @Test
  void theDirectRunnerGivesTheSameRows(Scenario scenario) throws Exception {
    List<ProducedRecord> records = Scripts.household(16, 5, Duration.ofMinutes(4));
    scenario.produce(records).startStream("--runner=direct").awaitAgreement();
  }
}
