package io.wattflow.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a command has started, closed in reverse order: at the end of the block, and also when the
 * JVM is told to stop (Ctrl-C, SIGTERM). In that case the thread that made this is interrupted, and
 * the JVM waits until it has closed everything.
 */
final class Resources implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 40;

  /** Something to close that fails in no way a caller could mend. */
  @FunctionalInterface
  interface Closing {
    void close();
  }

  private final Deque<Closing> open = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "close-resources");
  private volatile boolean stopping;

  Resources() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** To be closed before everything that was added earlier. */
  void add(Closing resource) {
    open.push(resource);
  }

  /** Whether the JVM has been told to stop: then a failure is a consequence, and no news. */
  boolean stopping() {
    return stopping;
  }

  private void stop() {
    if (closed.getCount() == 0) {
      return;
    }
    stopping = true;
    System.err.println("\nStopping everything ...");
    owner.interrupt();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("not everything has stopped in " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    // An interrupt means: close now. Kept, it would make each close a kill.
    boolean interrupted = Thread.interrupted();
    try {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    } finally {
      closed.countDown();
      if (!stopping) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
      if (interrupted) {
        owner.interrupt();
      }
    }
  }
}
