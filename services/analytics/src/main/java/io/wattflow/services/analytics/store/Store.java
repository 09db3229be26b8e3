package io.wattflow.services.analytics.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Answers from ClickHouse, whichever server has them. Thread-safe; calls block. */
public interface Store extends AutoCloseable {

  /** A question to one server. It may be asked again on another one when the first fails. */
  @FunctionalInterface
  interface Question<T> {
    /** Asks; the connection is closed by the caller. */
    T ask(Connection connection) throws SQLException;
  }

  /** Which servers may answer. */
  enum Freshness {
    /** Replicas, by their weights; the master if none can. */
    REPLICA,
    /** The master, which has what was just written; replicas if it cannot. */
    MASTER
  }

  /**
   * Asks the shard of a user.
   *
   * @throws StoreException if no server of the shard answers
   */
  <T> T ask(long userId, Freshness freshness, Question<T> question) throws StoreException;

  @Override
  void close();
}
