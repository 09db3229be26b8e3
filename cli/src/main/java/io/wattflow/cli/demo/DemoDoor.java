package io.wattflow.cli.demo;

import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.live.TelemetryProducer;
import io.wattflow.simulation.load.Batches;
import io.wattflow.simulation.load.Batching;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorAnswer;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorDelivery;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.Verdicts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records as devices do, over HTTP, one batch after the other: so they arrive in the order of
 * the script, and a record is as late as the script wants it. What the ingestion service refuses
 * goes straight to the topic afterwards, as from a producer that bypasses the service: the stream
 * has to cope with that too.
 */
final class DemoDoor implements AutoCloseable {
  private static final int BATCH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DoorClient client;
  private final DoorDelivery delivery;
  private final BodyEncoder encoder = new BodyEncoder(BodyFormat.JSON, false);
  private final TelemetryProducer bypass;
  private final List<String> examples = new ArrayList<>();
  private final int maxExamples;

  private long accepted;
  private long rightlyRefused;
  private long acceptedAgainstPlan;
  private long refusedAgainstPlan;
  private long otherReason;

  /**
   * Opens no connection yet.
   *
   * @param service stays the caller's
   * @param topic that the service writes to
   * @param maxExamples how many wrong answers the check describes at most
   */
  DemoDoor(ServiceProcess service, String bootstrapServers, String topic, int maxExamples) {
    this.client = new DoorClient(DoorOptions.of(service.address(), 1, null));
    this.delivery = new DoorDelivery(client, PATIENCE, why -> {});
    this.bypass = new TelemetryProducer(bootstrapServers, topic);
    this.maxExamples = maxExamples;
  }

  /**
   * Sends records and tells the model of them; returns when all of them are in the topic.
   *
   * @param progress is told now and then how many records the model has taken in
   * @throws IOException if the service or Kafka is away for long
   */
  void send(Iterator<ProducedRecord> records, NaiveModel model, LongConsumer progress)
      throws IOException, InterruptedException {
    Batches batches = new Batches(records, Batching.ofSize(BATCH), encoder::fits, Long.MAX_VALUE);
    while (batches.hasNext()) {
      List<ProducedRecord> batch = batches.next().records();
      DoorAnswer answer = delivery.deliverAndWait(encoder.encode(batch));
      bypass.send(judge(batch, answer, model), model, progress);
      progress.accept(model.records());
    }
  }

  /** Counts what the answer says of each record, and returns those that are not in the topic. */
  private List<ProducedRecord> judge(
      List<ProducedRecord> batch, DoorAnswer answer, NaiveModel model) {
    Verdicts verdicts = Verdicts.of(batch, answer);
    List<ProducedRecord> left = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ProducedRecord produced = batch.get(i);
      String reason = verdicts.reason(i);
      compare(produced, reason, answer);
      if (reason == null) {
        accepted++;
        model.add(produced);
      } else {
        left.add(produced);
      }
    }
    return left;
  }

  private void compare(ProducedRecord produced, @Nullable String reason, DoorAnswer answer) {
    String expected = produced.expectedReason();
    if (Objects.equals(reason, expected)) {
      rightlyRefused += reason == null ? 0 : 1;
      return;
    }
    if (reason == null) {
      acceptedAgainstPlan++;
    } else if (expected == null) {
      refusedAgainstPlan++;
    } else {
      otherReason++;
    }
    if (examples.size() < maxExamples) {
      examples.add(
          "%s of %s: expected %s, answered %s"
              .formatted(produced.kind(), produced.key(), expected, answer.describe()));
    }
  }

  /** Records that the service has accepted. */
  long accepted() {
    return accepted;
  }

  /** Records that the service has refused. */
  long refused() {
    return rightlyRefused + refusedAgainstPlan + otherReason;
  }

  /** Every malformed record was refused with its reason, and no other one was refused. */
  CheckResult check() {
    return new CheckResult(
        "refusals",
        rightlyRefused + otherReason,
        acceptedAgainstPlan,
        refusedAgainstPlan,
        otherReason,
        examples);
  }

  @Override
  public void close() {
    client.close();
    bypass.close();
  }
}
