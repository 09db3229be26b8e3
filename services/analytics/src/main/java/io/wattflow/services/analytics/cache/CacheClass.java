package io.wattflow.services.analytics.cache;

import java.time.Duration;

/** How long an answer is fresh, by what it tells. */
public enum CacheClass {
  /** Alerts, and whether devices are there. */
  REALTIME(Duration.ofSeconds(30)),
  /** What the hour that runs changes. */
  HOURLY(Duration.ofMinutes(5)),
  /** What the day that runs changes. */
  DAILY(Duration.ofHours(1)),
  /** What only corrections change. */
  HISTORICAL(Duration.ofDays(1));

  private final Duration timeToLive;

  CacheClass(Duration timeToLive) {
    this.timeToLive = timeToLive;
  }

  /** How long it is fresh. */
  Duration timeToLive() {
    return timeToLive;
  }
}
