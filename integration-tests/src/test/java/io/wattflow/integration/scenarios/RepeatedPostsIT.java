package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.Batches;
import io.wattflow.simulation.load.Batching;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorAnswer;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorDelivery;
import io.wattflow.simulation.load.DoorOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over HTTP, and over again: clients that got no answer send once more. */
@ExtendWith(WattflowExtension.class)
class RepeatedPostsIT {
  private static final int BATCH = 100;

  @ParameterizedTest
  @EnumSource(BodyFormat.class)
  void aReadingCountsOnceHoweverOftenItIsPosted(BodyFormat format, Scenario scenario)
      throws Exception {
    List<ProducedRecord> records = Scripts.household(71, 20, Duration.ofMinutes(12), Faults.none());
    scenario.startStream();
    try (ServiceProcess door = scenario.startIngestion();
        DoorClient client = new DoorClient(DoorOptions.of(door.address(), 1, null))) {
      post(client, format, records);
      post(client, format, records.subList(0, records.size() / 2));
      post(client, format, records.subList(records.size() / 3, records.size()));
    }
    scenario.expect(records).awaitAgreement();

    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ))
        .as("records that the stream has read")
        .isGreaterThan(2L * records.size());
  }

  private static void post(DoorClient client, BodyFormat format, List<ProducedRecord> records)
      throws IOException, InterruptedException {
    BodyEncoder encoder = new BodyEncoder(format, false);
    DoorDelivery delivery = new DoorDelivery(client, Duration.ofSeconds(60), why -> {});
    Batches batches =
        new Batches(records.iterator(), Batching.ofSize(BATCH), encoder::fits, Long.MAX_VALUE);
    while (batches.hasNext()) {
      List<ProducedRecord> batch = batches.next().records();
      DoorAnswer answer = delivery.deliverAndWait(encoder.encode(batch));
      assertThat(answer.status()).as(answer.describe()).isEqualTo(202);
      assertThat(answer.accepted()).isEqualTo(batch.size());
    }
  }
}
