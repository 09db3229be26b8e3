package io.wattflow.pipelines.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or whatever else asks this process to end: it waits until the work in progress has
 * noticed and cleaned up.
 */
final class EndSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::given, "wattflow-end");
  private volatile boolean given;

  private EndSignal() {}

  /** From now until it is closed. */
  static EndSignal listen() {
    EndSignal signal = new EndSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
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

  @Override
  public void close() {
    ended.countDown();
    if (!given) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
