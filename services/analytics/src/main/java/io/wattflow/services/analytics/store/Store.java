package io.wattflow.services.analytics.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers from ClickHouse, whichever server has them. Thread-safe; calls block. */
public interface Store extends AutoCloseable {

  /** A question to one server. It may be asked again on another one when the first fails. */
  @FunctionalInterface
  interface Question<T> {
    /** Asks; the connection is closed by the caller. */
    T ask(Connection connection) throws SQLException;
  }

  /**
   * A question that one statement answers for many users. Two of the same meaning are equal: equal
   * ones that come while others are under way are asked together.
   */
  interface SharedQuestion<T> {
    /**
     * Asks; the connection is closed by the caller.
     *
     * @param users at least one, each once
     * @return what there is of each; users of whom there is nothing may be left out
     */
    Map<Long, T> ask(Connection connection, List<Long> users) throws SQLException;
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

  /**
   * Asks the shard of a user, together with whoever asks the same of other users of it. A statement
   * costs the server far more than a household's rows in it: the more is asked, the less each
   * answer costs.
   *
   * @return empty if there is nothing of this user
   * @throws StoreException if no server of the shard answers
   */
  <T> Optional<T> ask(long userId, Freshness freshness, SharedQuestion<T> question)
      throws StoreException;

  /**
   * The same store for answers that nobody waits for: questions of the second kind wait some tenths
   * of a second for others with which they can be asked together.
   */
  Store unhurried();

  @Override
  void close();
}
