package io.wattflow.cli.demo;

import io.wattflow.platform.StartedResources;
import java.time.Duration;

/** What a demo has started, closed in reverse order; see {@link StartedResources}. */
final class Resources implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final StartedResources started = new StartedResources(PATIENCE);

  /** To be closed before everything that was added earlier. */
  void add(StartedResources.Closing resource) {
    started.add(resource);
  }

  /** Whether the JVM has been told to stop: then a failure is a consequence, and no news. */
  boolean stopping() {
    return started.stopping();
  }

  @Override
  public void close() {
    started.close();
  }
}
