package io.wattflow.services.analytics.cache;

import io.wattflow.cache.Change;
import java.util.List;

/**
 * An answer fresh from the store.
 *
 * @param cacheClass how long it is fresh; a negative answer lives for the cache's own short time
 * @param dependencies rows that it was made of; a change that touches one evicts it
 */
public record Loaded(Answer answer, CacheClass cacheClass, List<Change> dependencies) {
  public Loaded {
    dependencies = List.copyOf(dependencies);
  }
}
