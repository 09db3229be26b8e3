package io.wattflow.integration.kit;

import io.wattflow.simulation.load.DoorBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Clients that take bodies from one queue and deliver them, each one at a time, at a pace. */
public final class Senders implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  /** Delivers one body, whatever it takes. */
  @FunctionalInterface
  public interface Delivery {
    void deliver(DoorBody body) throws InterruptedException;
  }

  private final ScheduledExecutorService threads;
  private final List<Future<?>> sending = new ArrayList<>();
  private final AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();
  private final Queue<DoorBody> bodies;
  private final Delivery delivery;

  private Senders(int number, Queue<DoorBody> bodies, Delivery delivery) {
    this.threads = Executors.newScheduledThreadPool(number);
    this.bodies = bodies;
    this.delivery = delivery;
  }

  /**
   * Begins to send.
   *
   * @param pause between an answer and the next body of the same sender
   */
  public static Senders start(
      int number, Duration pause, Queue<DoorBody> bodies, Delivery delivery) {
    Senders senders = new Senders(number, bodies, delivery);
    for (int i = 0; i < number; i++) {
      senders.sending.add(
          senders.threads.scheduleWithFixedDelay(
              senders::sendNext, 0, pause.toMillis(), TimeUnit.MILLISECONDS));
    }
    return senders;
  }

  private void sendNext() {
    DoorBody body = bodies.poll();
    if (body == null) {
      return;
    }
    try {
      delivery.deliver(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssertionError e) {
      // A scheduled task that is cancelled would keep it for itself.
      failure.compareAndSet(null, e);
    }
  }

  /** Sends what is left without pauses; fails if any delivery has. */
  public void finish() throws InterruptedException {
    sending.forEach(sender -> sender.cancel(false));
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("senders wait for an answer for " + PATIENCE_SECONDS + " s");
    }
    while (!bodies.isEmpty() && failure.get() == null) {
      sendNext();
    }
    AssertionError failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
