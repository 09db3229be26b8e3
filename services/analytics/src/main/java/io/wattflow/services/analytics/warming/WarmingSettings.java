package io.wattflow.services.analytics.warming;

import java.time.Duration;

/**
 * When caches are warmed.
 *
 * @param every how often answers of recent users are looked at; those that are no longer fresh are
 *     loaded
 * @param users how many recent users are remembered, at least 1
 * @param parallel how many users are warmed at a time, at least 1
 * @param slow response time, 95th percentile, above which caches are warmed at once (S79)
 * @param rest how long after a warm-up the next one may be set off by slow answers
 */
public record WarmingSettings(
    Duration every, int users, int parallel, Duration slow, Duration rest) {
  public WarmingSettings {
    if (users < 1 || parallel < 1) {
      throw new IllegalArgumentException("users and parallel must be at least 1");
    }
  }

  /**
   * Every half minute, which is how long the status of devices is fresh; 10,000 users, 64 at a
   * time, so that the store is asked for many together; slow is a second.
   */
  public static WarmingSettings defaults() {
    return new WarmingSettings(
        Duration.ofSeconds(30), 10_000, 64, Duration.ofSeconds(1), Duration.ofSeconds(30));
  }
}
