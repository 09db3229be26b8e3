package io.wattflow.services.analytics.cache;

import io.wattflow.services.analytics.store.StoreException;

/** Asks the store; runs on a thread that may block. */
@FunctionalInterface
public interface AnswerLoader {
  /**
   * The answer as it is now.
   *
   * @param afterEviction rows behind it have just changed: a replica may not have them yet
   * @throws StoreException if the store cannot answer
   */
  Loaded load(boolean afterEviction) throws StoreException;

  /**
   * As {@link #load}, for an answer that nobody waits for: it may take a moment longer, if that
   * costs the store less.
   */
  default Loaded loadUnhurried(boolean afterEviction) throws StoreException {
    return load(afterEviction);
  }
}
