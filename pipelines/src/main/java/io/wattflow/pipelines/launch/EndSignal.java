package io.wattflow.pipelines.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or whatever else asks this process to end: it waits until the work in progress has
 * noticed and cleaned up.
 */
final class EndSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::given, "wattflow-end");
  private volatile boolean given;

  private EndSignal() {}

  /** From now until it is closed. If this process is ending already, the signal is given. */
  static EndSignal listen() {
    EndSignal signal = new EndSignal();
    try {
      Runtime.getRuntime().addShutdownHook(signal.hook);
    } catch (IllegalStateException e) {
      signal.given = true;
    }
    return signal;
  }

  private void given() {
    given = true;
    try {
      ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether to end as soon as possible. */
  boolean isGiven() {
    return given;
  }

  /** Lets this process end. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, whether or not the hook has begun to run: it waits no longer.
      given = true;
    }
  }
}
