package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.auth.Caller;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries that wait or run, each known to its own caller only. Thread-safe. */
final class RunningQueries implements AutoCloseable {
  private record Key(Caller caller, String id) {}

  private static final Logger LOG = LoggerFactory.getLogger(RunningQueries.class);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private final Duration patience;
  private final Map<Key, RunningQuery> running = new HashMap<>();
  private final ExecutorService cancelling =
      Executors.newCachedThreadPool(
          task -> {
            Thread made = new Thread(task, "query-cancel");
            made.setDaemon(true);
            return made;
          });

  /**
   * @param patience how long a server may ignore that a query is cancelled
   */
  RunningQueries(Duration patience) {
    this.patience = patience;
  }

  /**
   * Enters a query.
   *
   * @throws QueryFailedException if the caller has one of this id, or too many
   */
  synchronized RunningQuery enter(String id, Caller caller, int maxOfACaller)
      throws QueryFailedException {
    Key key = new Key(caller, id);
    if (running.containsKey(key)) {
      throw new QueryFailedException(QueryProblems.idInUse(), null);
    }
    long own = running.keySet().stream().filter(each -> each.caller().equals(caller)).count();
    if (caller.userId().isPresent() && own >= maxOfACaller) {
      throw new QueryFailedException(QueryProblems.tooMany(maxOfACaller), null);
    }
    RunningQuery entry = new RunningQuery(id, caller);
    running.put(key, entry);
    return entry;
  }

  /** Forgets a query, which has its answer. */
  void leave(RunningQuery entry) {
    synchronized (this) {
      running.remove(new Key(entry.caller(), entry.id()), entry);
    }
    entry.end();
  }

  /** Cancels the caller's query of this id; false if there is none. */
  boolean cancel(String id, Caller caller) {
    RunningQuery entry;
    synchronized (this) {
      entry = running.get(new Key(caller, id));
    }
    if (entry == null) {
      return false;
    }
    cancel(entry);
    return true;
  }

  private void cancel(RunningQuery entry) {
    if (!entry.isCancelled()) {
      entry.cancel();
      cancelling.execute(() -> stop(entry));
    }
  }

  /** Until it has ended, for the server may not have heard of it when it is told to end it. */
  private void stop(RunningQuery entry) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      do {
        stopStatement(entry);
      } while (!entry.ended().await(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)
          && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized int count() {
    return running.size();
  }

  @Override
  public void close() {
    synchronized (this) {
      running.values().forEach(this::cancel);
    }
    cancelling.shutdown();
  }

  private static void stopStatement(RunningQuery entry) {
    try {
      entry.stopStatement();
    } catch (SQLException e) {
      // It is tried again, and the query's own limit of time ends it all the same.
      LOG.warn("a cancelled query could not be stopped: {}", e.getMessage());
    }
  }
}
