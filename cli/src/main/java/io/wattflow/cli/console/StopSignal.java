package io.wattflow.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command come to its end when the JVM is told to stop (Ctrl-C, SIGTERM): the JVM waits
 * until this is closed.
 */
public final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::raise, "stop-signal");
  private volatile boolean raised;

  /** Listens until it is closed. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void raise() {
    raised = true;
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("no end after " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the JVM was told to stop. */
  public boolean raised() {
    return raised;
  }

  @Override
  public void close() {
    closed.countDown();
    if (!raised) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
