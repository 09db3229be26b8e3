package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.QueryRefusedException;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.services.analytics.store.StoreException;

/** Where ad-hoc questions are asked: {@code ClusterStore::ask}. Thread-safe; calls block. */
@FunctionalInterface
public interface AdHocStore {
  /**
   * Asks the shard of a user.
   *
   * @throws QueryRefusedException if a limit or {@code Statement.cancel} ended it
   * @throws StoreException if no server of the shard answers
   */
  <T> T ask(long userId, QueryLimits limits, Question<T> question)
      throws StoreException, QueryRefusedException;
}
