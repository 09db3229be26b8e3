package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Balancer;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.Senders;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.Batches;
import io.wattflow.simulation.load.Batching;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorBody;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances behind a balancer; under load one is told to stop and one is killed. */
@ExtendWith(WattflowExtension.class)
class RollingRestartIT {
  private static final int SENDERS = 4;
  private static final int BATCH = 10;

  /** So that the load lasts as long as the restarts. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  @Test
  void whatWasAnsweredCountsOnceWhicheverInstanceIsStoppedOrKilled(Scenario scenario)
      throws Exception {
    // Well within the allowed lateness, whoever of the senders is ahead.
    List<ProducedRecord> records = Scripts.household(73, 150, Duration.ofMinutes(8), Faults.none());
    Queue<DoorBody> bodies = bodies(records);
    scenario.startStream();
    try (ServiceProcess first = scenario.startIngestion();
        ServiceProcess second = scenario.startIngestion();
        Balancer balancer = new Balancer(SENDERS, first.address(), second.address());
        Senders senders = Senders.start(SENDERS, PAUSE, bodies, balancer::deliver)) {
      scenario.awaitRead(200);

      long stopping = System.nanoTime();
      first.close();
      assertThat(Duration.ofNanos(System.nanoTime() - stopping))
          .as("an orderly end")
          .isLessThan(Duration.ofSeconds(10));
      try (ServiceProcess firstAgain = scenario.startIngestion()) {
        balancer.replace(0, firstAgain.address());
        scenario.say("one instance restarted, %d batches left", bodies.size());

        second.kill();
        try (ServiceProcess secondAgain = scenario.startIngestion()) {
          balancer.replace(1, secondAgain.address());
          scenario.say("the other one too, %d batches left", bodies.size());
          assertThat(bodies).as("batches that had to wait for neither").isNotEmpty();

          senders.finish();
          scenario.say("tried again: %d; answers %s", balancer.triedAgain(), balancer.answers());
          assertThat(balancer.triedAgain()).as("requests that an end has cut off").isPositive();
          assertThat(balancer.answers())
              .hasSize(4)
              .allSatisfy((door, n) -> assertThat(n).isPositive());
          scenario.expect(records).awaitAgreement();
        }
      }
    }
  }

  private static Queue<DoorBody> bodies(List<ProducedRecord> records) {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.NDJSON, true);
    Batches batches =
        new Batches(records.iterator(), Batching.ofSize(BATCH), encoder::fits, Long.MAX_VALUE);
    Queue<DoorBody> bodies = new ConcurrentLinkedQueue<>();
    batches.forEachRemaining(batch -> bodies.add(encoder.encode(batch.records())));
    return bodies;
  }
}
