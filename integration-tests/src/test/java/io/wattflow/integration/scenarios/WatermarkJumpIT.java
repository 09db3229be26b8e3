package io.wattflow.integration.scenarios;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bursts of readings with hours of silence between them, and a checkpoint every moment: each burst
 * moves the watermark far past the last one, which must not be overtaken by it
 * (docs/decisions/0008).
 */
@ExtendWith(WattflowExtension.class)
class WatermarkJumpIT {
  private static final int BURSTS = 40;

  @Test
  void aJumpOfTheWatermarkOvertakesNothing(Scenario scenario) throws Exception {
    List<ProducedRecord> records =
        Scripts.bursts(
            17,
            200,
            BURSTS,
            Instant.now().truncatedTo(ChronoUnit.HOURS),
            Duration.ofHours(2),
            Duration.ofMinutes(5));
    scenario
        .startStream("--checkpointingInterval=100", "--allowedLateness=1m")
        .produce(records)
        .awaitAgreement();
  }
}
