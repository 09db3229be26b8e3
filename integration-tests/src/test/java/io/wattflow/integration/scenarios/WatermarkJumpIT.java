package io.wattflow.integration.scenarios;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.WattflowExtension;
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
 * Bursts of readings with hours of silence between them, and a checkpoint every moment: each burst
 * moves the watermark far past the last one, which must not be overtaken by it
 * (docs/decisions/0008).
 */
@ExtendWith(WattflowExtension.class)
class WatermarkJumpIT {
  private static final int BURSTS = 40;

  @Test
  void aJumpOfTheWatermarkOvertakesNothing(Scenario scenario) throws Exception {
    Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    ReadingSource[] bursts =
        IntStream.range(0, BURSTS)
            .mapToObj(
                burst ->
                    Fleet.household(
                        17, 200, end.minus(2L * burst, ChronoUnit.HOURS), Duration.ofMinutes(5)))
            .toArray(ReadingSource[]::new);
    List<ProducedRecord> records = new ArrayList<>();
    TelemetryScript.of(17, Faults.none(), bursts).forEach(records::add);
    scenario
        .startStream("--checkpointingInterval=100", "--allowedLateness=1m")
        .produce(records)
        .awaitAgreement();
  }
}
