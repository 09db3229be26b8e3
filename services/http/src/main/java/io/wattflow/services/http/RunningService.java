package io.wattflow.services.http;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** A service in a process of its own: it runs until the process is told to stop. */
public final class RunningService {
  private RunningService() {}

  /** Starts a service. */
  @FunctionalInterface
  public interface Start<S> {
    S start() throws ServiceStartException, InterruptedException;
  }

  /** What to tell of a service that has started. */
  @FunctionalInterface
  public interface Greeting<S> {
    String of(S service);
  }

  /** A service; closing it throws nothing that is checked. */
  public interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Starts the service, tells that it runs, and waits for Ctrl-C or SIGTERM; then the service is
   * closed in order before the process ends.
   *
   * @param name for the thread that waits, lower case
   * @throws ServiceStartException if it does not start
   */
  public static <S extends Closing> void untilStopped(
      String name, PrintWriter out, PrintWriter err, Start<S> start, Greeting<S> greeting)
      throws ServiceStartException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (S service = start.start()) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stop.countDown();
                    await(stopped);
                  },
                  "stop-" + name));
      out.println(greeting.of(service));
      out.flush();
      stop.await();
      err.println("Stopping: answering what is in flight ...");
    } finally {
      stopped.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
