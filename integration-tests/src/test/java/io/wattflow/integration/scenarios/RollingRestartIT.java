package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Balancer;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.ingestion.IngestionProcess;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.Batches;
import io.wattflow.simulation.load.Batching;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorBody;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances behind a balancer; under load one is told to stop and one is killed. */
@ExtendWith(WattflowExtension.class)
class RollingRestartIT {
  private static final int SENDERS = 4;
  private static final int BATCH = 10;
  private static final int PAUSE_MILLIS = 100;

  private volatile boolean hurry;

  @Test
  void whatWasAnsweredCountsOnceWhicheverInstanceIsStoppedOrKilled(Scenario scenario)
      throws Exception {
    // Well within the allowed lateness, whoever of the senders is ahead.
    List<ProducedRecord> records = Scripts.household(73, 150, Duration.ofMinutes(8), Faults.none());
    Queue<DoorBody> bodies = bodies(records);
    scenario.startStream();
    IngestionProcess first = scenario.startIngestion();
    IngestionProcess second = scenario.startIngestion();
    try (Balancer balancer = new Balancer(SENDERS, first.address(), second.address())) {
      List<Future<?>> senders = send(bodies, balancer);
      scenario.awaitRead(200);

      long stopping = System.nanoTime();
      first.close();
      assertThat(Duration.ofNanos(System.nanoTime() - stopping))
          .as("an orderly end")
          .isLessThan(Duration.ofSeconds(10));
      IngestionProcess firstAgain = scenario.startIngestion();
      balancer.replace(0, firstAgain.address());
      scenario.say("one instance restarted, %d batches left", bodies.size());

      second.kill();
      IngestionProcess secondAgain = scenario.startIngestion();
      balancer.replace(1, secondAgain.address());
      scenario.say("the other one too, %d batches left", bodies.size());
      assertThat(bodies).as("batches that had to wait for neither").isNotEmpty();

      hurry = true;
      for (Future<?> sender : senders) {
        sender.get(1, TimeUnit.MINUTES);
      }
      scenario.say("tried again: %d; answers %s", balancer.triedAgain(), balancer.answers());
      assertThat(balancer.triedAgain()).as("requests that an end has cut off").isPositive();
      assertThat(balancer.answers()).hasSize(4).allSatisfy((door, n) -> assertThat(n).isPositive());
      scenario.expect(records).awaitAgreement();
      firstAgain.close();
      secondAgain.close();
    }
  }

  private static Queue<DoorBody> bodies(List<ProducedRecord> records) {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.NDJSON, true);
    Batches batches =
        new Batches(records.iterator(), Batching.ofSize(BATCH), encoder::fits, Long.MAX_VALUE);
    Queue<DoorBody> bodies = new ArrayDeque<>();
    batches.forEachRemaining(batch -> bodies.add(encoder.encode(batch.records())));
    return new ConcurrentLinkedQueue<>(bodies);
  }

  private List<Future<?>> send(Queue<DoorBody> bodies, Balancer balancer) {
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(
          threads.submit(
              () -> {
                for (DoorBody body = bodies.poll(); body != null; body = bodies.poll()) {
                  balancer.deliver(body);
                  // The pace of the load, so that it lasts as long as the restarts.
                  Thread.sleep(hurry ? 0 : PAUSE_MILLIS);
                }
                return null;
              }));
    }
    threads.shutdown();
    return senders;
  }
}
