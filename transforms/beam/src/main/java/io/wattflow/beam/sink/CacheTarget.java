package io.wattflow.beam.sink;

import io.wattflow.cache.RedisAddress;
import java.io.Serializable;
import java.time.Duration;

/**
 * Caches of answers about the rows that are written.
 *
 * @param redis where they are shared, and hear of changes
 * @param evictAfter how long a window must have been over for its row to be a late one, of which
 *     the caches hear. Answers about younger windows do not live longer than this by themselves
 * @param maxOutage how long a bundle waits for Redis before it fails (and the runner restores the
 *     last checkpoint, and tries on)
 */
public record CacheTarget(RedisAddress redis, Duration evictAfter, Duration maxOutage)
    implements Serializable {}
