package io.wattflow.beam.sink;

import io.wattflow.cache.Changes;
import io.wattflow.cache.Evictor;
import io.wattflow.cache.RedisAddress;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Evictions that wait while Redis is away. */
public final class CacheEvictions {
  /** One client for each Redis and worker process, as {@link ClickHouseDataSources} has pools. */
  private static final Map<RedisAddress, Evictor> EVICTORS = new ConcurrentHashMap<>();

  private CacheEvictions() {}

  /**
   * Evicts what changes of visible rows touch; see {@link Evictor#evict(Set, Function)}.
   *
   * @throws IOException if Redis has been away for as long as the target allows
   */
  public static void evict(
      CacheTarget caches, Set<Long> users, Function<Set<Long>, Changes> changesOf)
      throws IOException, InterruptedException {
    Evictor evictor = EVICTORS.computeIfAbsent(caches.redis(), Evictor::new);
    Outages.awaitRedis(
        caches.redis(),
        "the evictions of late rows",
        caches.maxOutage(),
        () -> evictor.evict(users, changesOf));
  }
}
