package io.wattflow.services.analytics.cache;

import io.wattflow.cache.Change;
import java.time.Instant;
import java.util.List;

/**
 * An answer fresh from the store.
 *
 * @param cacheClass how long it is fresh; a negative answer lives for the cache's own short time
 * @param dependencies rows that it was made of; a change that touches one evicts it
 * @param validUntil from when it is not right any more and may not be shown, not even as a stale
 *     one, whatever its class says: what tells of today does not at midnight
 */
public record Loaded(
    Answer answer, CacheClass cacheClass, List<Change> dependencies, Instant validUntil) {
  public Loaded {
    dependencies = List.copyOf(dependencies);
  }

  /** Right at any time: fresh and stale for as long as its class says. */
  public Loaded(Answer answer, CacheClass cacheClass, List<Change> dependencies) {
    this(answer, cacheClass, dependencies, Instant.ofEpochMilli(Long.MAX_VALUE));
  }
}
