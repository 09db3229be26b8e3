package io.wattflow.integration.kit;

import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends records at a steady pace in the background. While Kafka is away it waits with the record
 * that is not acknowledged, and then makes up for lost time.
 */
public final class Trickle implements AutoCloseable {
  private static final int PERIOD_MILLIS = 100;

  /** Sends a few records and waits until they are acknowledged. */
  @FunctionalInterface
  interface Sender {
    void send(List<ProducedRecord> records) throws IOException, InterruptedException;
  }

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final List<ProducedRecord> records;
  private final int perPeriod;
  private final Sender sender;
  private final Future<?> sending;
  private final AtomicInteger sent = new AtomicInteger();

  Trickle(List<ProducedRecord> records, int perSecond, Sender sender) {
    this.records = records;
    this.perPeriod = Math.max(1, perSecond * PERIOD_MILLIS / 1000);
    this.sender = sender;
    this.sending =
        executor.scheduleAtFixedRate(this::sendSome, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sendSome() {
    int from = sent.get();
    int to = Math.min(records.size(), from + perPeriod);
    try {
      if (from < to) {
        sender.send(records.subList(from, to));
        sent.set(to);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Records that are acknowledged.
   *
   * @throws IllegalStateException if sending has failed
   */
  public int sent() {
    requireSending();
    return sent.get();
  }

  /** Records that have still to be sent. */
  public int left() {
    return records.size() - sent();
  }

  private void requireSending() {
    if (!sending.isDone()) {
      return;
    }
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the trickle has dried up: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the rest at once. */
  public void finish() throws IOException, InterruptedException {
    requireSending();
    close();
    sender.send(records.subList(sent.get(), records.size()));
    sent.set(records.size());
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
