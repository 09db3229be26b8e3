package io.wattflow.services.analytics.cache;

import java.time.Duration;

/**
 * Sizes and times of an {@link AnswerCache}.
 *
 * @param nearBytes how much the answers in this process may weigh together
 * @param threads that ask Redis
 * @param loaders threads that ask the store for those who wait, and as many that refresh answers;
 *     most of them wait until the store is asked for several
 * @param queued questions that may wait for one of either; more are refused
 * @param staleWindow how long an answer may be shown after it was fresh, at most; never longer than
 *     it was fresh
 * @param lease how long one instance may load an answer before another one tries
 * @param patience how long an instance waits for another one's load before it loads itself
 * @param redisTimeout of connecting to Redis, and of its answers
 */
public record CacheSettings(
    long nearBytes,
    int threads,
    int loaders,
    int queued,
    Duration staleWindow,
    Duration lease,
    Duration patience,
    Duration redisTimeout) {

  public CacheSettings {
    if (nearBytes < 0 || threads < 1 || loaders < 1 || queued < 1) {
      throw new IllegalArgumentException(
          "nearBytes must not be negative, threads, loaders and queued must be positive");
    }
    if (staleWindow.isNegative() || !positive(lease) || !positive(patience)) {
      throw new IllegalArgumentException(
          "staleWindow must not be negative, lease and patience must be positive");
    }
    if (!positive(redisTimeout)) {
      throw new IllegalArgumentException("redisTimeout must be positive");
    }
  }

  private static boolean positive(Duration duration) {
    return duration.toMillis() > 0;
  }

  /**
   * 64 MiB, 24 threads, 96 loaders, 1,000 waiting, an hour stale, leases of 5 s, 3 s of patience, 1
   * s.
   */
  public static CacheSettings defaults() {
    return new CacheSettings(
        64L << 20,
        24,
        96,
        1_000,
        Duration.ofHours(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1));
  }

  /** With another size of the answers in this process. */
  public CacheSettings withNearBytes(long bytes) {
    return new CacheSettings(
        bytes, threads, loaders, queued, staleWindow, lease, patience, redisTimeout);
  }

  /** With other threads, and another number of requests that may wait for one. */
  CacheSettings withThreads(int number, int waiting) {
    return new CacheSettings(
        nearBytes, number, number, waiting, staleWindow, lease, patience, redisTimeout);
  }

  /** With other times of a load. */
  CacheSettings withLease(Duration leased, Duration patient) {
    return new CacheSettings(
        nearBytes, threads, loaders, queued, staleWindow, leased, patient, redisTimeout);
  }
}
