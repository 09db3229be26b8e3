package io.wattflow.integration.scenarios;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.flink.FlinkCluster;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one job jar on a Flink cluster that has nothing of ours on its class path. */
@ExtendWith(WattflowExtension.class)
class FlinkClusterIT {
  @Test
  void theJobJarRunsOnACluster(Scenario scenario) throws Exception {
    List<ProducedRecord> records = Scripts.household(15, 100, Duration.ofMinutes(15));

    try (FlinkCluster cluster = scenario.startFlinkCluster(2)) {
      scenario.produce(records).submitStream(cluster).awaitAgreement();
    }
  }
}
