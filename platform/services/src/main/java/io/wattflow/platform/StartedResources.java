package io.wattflow.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a command has started, closed in reverse order: at the end of the block, and also when the
 * JVM is told to stop (Ctrl-C, SIGTERM). In that case the thread that made this is interrupted, and
 * the JVM waits until it has closed everything.
 *
 * <p>For one thread, that which made it.
 */
public final class StartedResources implements AutoCloseable {
  private final Duration patience;
  private final Deque<Closing> open = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "close-resources");
  private volatile boolean stopping;

  /** Something to be closed. */
  @FunctionalInterface
  public interface Closing {
    /**
     * Closes it.
     *
     * @throws IOException if it fails, which is reported; closing goes on
     * @throws InterruptedException if it was interrupted; closing goes on
     */
    void close() throws IOException, InterruptedException;
  }

  /**
   * Nothing yet.
   *
   * @param patience how long the JVM, once it is told to stop, waits for everything to close
   */
  public StartedResources(Duration patience) {
    this.patience = patience;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** To be closed before everything that was added earlier. */
  public void add(Closing resource) {
    open.push(resource);
  }

  /** Whether the JVM has been told to stop: then a failure is a consequence, and no news. */
  public boolean stopping() {
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
      if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("not everything has stopped in " + patience.toSeconds() + " s");
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
        interrupted |= !closeOne(open.pop());
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

  /** One that cannot be closed must not keep the others open; false if it was interrupted. */
  private static boolean closeOne(Closing resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      System.err.println("closing was interrupted");
      return false;
    } catch (IOException | RuntimeException e) {
      System.err.println("could not be closed: " + e);
    }
    return true;
  }
}
