package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Posts batches to the ingestion service. There are as many requests under way as there are
 * connections, those that wait for their next try among them; so with one connection batches arrive
 * in their order, whatever fails.
 */
public final class DoorTarget implements LoadTarget {
  /** So long a batch waits for more readings: a gateway would not keep them longer. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** What is not delivered by then is given up; the load ends with that. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Refusals that the next body would meet with too. */
  private static final Set<Integer> HOPELESS = Set.of(401, 403, 404, 405, 413, 415);

  private final DoorClient client;
  private final BodyEncoder encoder;
  private final Batching batching;
  private final LoadTally tally;
  private final LoadObserver observer;
  private final DoorDelivery delivery;
  private final Semaphore room;

  /**
   * Takes over the client.
   *
   * @param maxReadings in a batch; at least 1
   */
  public DoorTarget(
      DoorClient client,
      BodyEncoder encoder,
      int maxReadings,
      LoadTally tally,
      LoadObserver observer) {
    this.client = client;
    this.encoder = encoder;
    this.batching = new Batching(maxReadings, LINGER);
    this.tally = tally;
    this.observer = observer;
    this.delivery = new DoorDelivery(client, PATIENCE, tally::retried);
    this.room = new Semaphore(client.options().connections());
  }

  @Override
  public Batching batching() {
    return batching;
  }

  @Override
  public boolean fits(ProducedRecord produced) {
    return encoder.fits(produced);
  }

  @Override
  public Shipment prepare(Batch batch) {
    DoorBody body = encoder.encode(batch.records());
    return dueNanos -> {
      room.acquire();
      tally.sent(batch.size());
      delivery
          .deliver(body)
          .whenComplete(
              (answer, failure) -> {
                settle(batch, dueNanos, answer, failure);
                room.release();
              });
    };
  }

  private void settle(
      Batch batch, long dueNanos, @Nullable DoorAnswer answer, @Nullable Throwable failure) {
    if (answer == null) {
      tally.trouble(failure == null ? "no answer" : String.valueOf(failure.getMessage()));
      return;
    }
    Verdicts verdicts = Verdicts.of(batch.records(), answer);
    count(batch, verdicts, answer);
    tally.answered(dueNanos, answer.serviceNanos());
    if (HOPELESS.contains(answer.status()) && verdicts.againstPlan() == batch.size()) {
      tally.hopeless(answer.status(), client.options().url() + " answers " + answer.describe());
    }
    boolean alone = batch.size() == 1 && batch.records().get(0).reading() == null;
    if (answer.promise() && !alone && answer.accepted() != verdicts.accepted()) {
      tally.trouble(
          "%s says of %,d readings that it accepted %,d and rejected %,d"
              .formatted(
                  client.options().url(),
                  batch.size(),
                  answer.accepted(),
                  batch.size() - verdicts.accepted()));
    }
  }

  private void count(Batch batch, Verdicts verdicts, DoorAnswer answer) {
    long now = System.nanoTime();
    int acceptedAgainstPlan = 0;
    for (int i = 0; i < batch.size(); i++) {
      ProducedRecord produced = batch.records().get(i);
      boolean good = produced.reading() != null;
      String reason = verdicts.reason(i);
      if (reason == null) {
        acceptedAgainstPlan += good ? 0 : 1;
        observer.accepted(produced, now);
      } else if (good) {
        tally.refusedAgainstPlan(reason, 1, answer.describe());
      } else {
        tally.refusedAsPlanned(reason, 1);
      }
    }
    tally.accepted(verdicts.accepted());
    tally.acceptedAgainstPlan(acceptedAgainstPlan);
  }

  @Override
  public void close() {
    client.close();
  }
}
