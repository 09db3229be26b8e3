package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.auth.Caller;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A query that waits or runs. Thread-safe. */
final class RunningQuery {
  private final String id;
  private final Caller caller;
  private final long startedAt = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Statement statement;
  private volatile boolean cancelled;

  RunningQuery(String id, Caller caller) {
    this.id = id;
    this.caller = caller;
  }

  String id() {
    return id;
  }

  Caller caller() {
    return caller;
  }

  /** By {@link System#nanoTime}. */
  long startedAt() {
    return startedAt;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Says which statement is about to run for it; null: none any more. */
  synchronized void runs(@Nullable Statement next) {
    statement = next;
  }

  void cancel() {
    cancelled = true;
  }

  void end() {
    ended.countDown();
  }

  CountDownLatch ended() {
    return ended;
  }

  /**
   * Tells the server, if a statement runs. It may not have arrived there yet: then nothing happens,
   * and this has to be called again.
   */
  void stopStatement() throws SQLException {
    Statement now;
    synchronized (this) {
      now = statement;
    }
    // Not under the lock: the statement's end need not wait for the server's answer.
    if (now != null) {
      now.cancel();
    }
  }
}
