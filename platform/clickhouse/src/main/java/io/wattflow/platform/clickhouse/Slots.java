package io.wattflow.platform.clickhouse;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many statements the engine works on at once, with separate places for inserts, so that
 * neither long queries nor many writers can shut the others out.
 */
final class Slots {
  private final Semaphore queries;
  private final Semaphore inserts;
  private final Duration patience;

  /**
   * @param queries statements at once that are no inserts
   * @param inserts inserts at once
   * @param patience how long a statement waits for its place
   */
  Slots(int queries, int inserts, Duration patience) {
    this.queries = new Semaphore(queries, true);
    this.inserts = new Semaphore(inserts, true);
    this.patience = patience;
  }

  /** A place; closing it frees it. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  Slot forQuery() throws EngineException {
    return take(queries);
  }

  Slot forInsert() throws EngineException {
    return take(inserts);
  }

  private Slot take(Semaphore places) throws EngineException {
    try {
      if (places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return places::release;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw EngineException.of(
        202,
        "TOO_MANY_SIMULTANEOUS_QUERIES",
        "Too many simultaneous queries; none ended within " + patience.toSeconds() + " s");
  }
}
