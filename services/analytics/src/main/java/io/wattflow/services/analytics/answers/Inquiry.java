package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;

/**
 * A question with its parameters, which are checked and in range. Equal questions have equal keys.
 */
public interface Inquiry {
  /** Which answer it is. */
  AnswerKey key();

  /**
   * Asks the sources; blocks.
   *
   * @param freshness who may answer: the master after rows have changed
   * @param clock tells what is now
   * @return never an error of the user's: a user without any rows is a 404
   * @throws StoreException if the store cannot answer
   */
  Loaded load(Sources sources, Store.Freshness freshness, Clock clock) throws StoreException;
}
