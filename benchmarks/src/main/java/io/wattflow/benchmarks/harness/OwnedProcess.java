package io.wattflow.benchmarks.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that ends with this JVM at the latest. */
public final class OwnedProcess implements AutoCloseable {
  private final Process process;
  private final Duration patience;
  private final Thread endWithThisJvm;

  /**
   * Takes over a process that has just been started.
   *
   * @param patience how long {@link #close} lets it end in its own time
   */
  public OwnedProcess(Process process, Duration patience) {
    this.process = process;
    this.patience = patience;
    this.endWithThisJvm = new Thread(process::destroyForcibly, "end-process-" + process.pid());
    Runtime.getRuntime().addShutdownHook(endWithThisJvm);
  }

  /**
   * Ends it (SIGTERM, when patience is over SIGKILL) and waits; an interrupt makes that SIGKILL at
   * once. Does nothing if it has ended already.
   */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook finds nothing to do.
    }
  }
}
