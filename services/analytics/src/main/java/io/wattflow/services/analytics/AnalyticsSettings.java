package io.wattflow.services.analytics;

import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.cache.CacheSettings;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.StoreSettings;
import io.wattflow.services.analytics.warming.WarmingSettings;
import io.wattflow.services.http.ServerSettings;
import java.time.Duration;

/**
 * What the service works with.
 *
 * @param server where it listens
 * @param layout which ClickHouse servers there are
 * @param store how they are asked
 * @param redis the shared cache, and where changes and alerts are heard
 * @param cache sizes and times
 * @param warming when answers are asked for before anybody asks
 * @param limits of an ad-hoc question
 * @param open whether everybody who can connect sees everything
 */
public record AnalyticsSettings(
    ServerSettings server,
    ClusterLayout layout,
    StoreSettings store,
    RedisAddress redis,
    CacheSettings cache,
    WarmingSettings warming,
    QueryLimits limits,
    boolean open) {

  /** Of an ad-hoc question: 10 s, 50 million rows, 512 MiB, 10,000 rows of an answer. */
  public static final QueryLimits DEFAULT_LIMITS =
      new QueryLimits(Duration.ofSeconds(10), 50_000_000, 512L << 20, 10_000);

  /** On loopback with the defaults; what a test or a demo needs. */
  public static AnalyticsSettings onLoopback(int port, ClusterLayout layout, RedisAddress redis) {
    return new AnalyticsSettings(
        ServerSettings.onLoopback(port),
        layout,
        StoreSettings.defaults(),
        redis,
        CacheSettings.defaults(),
        WarmingSettings.defaults(),
        DEFAULT_LIMITS,
        true);
  }

  /** The same settings where tokens tell who sees what. */
  public AnalyticsSettings withTokens() {
    return new AnalyticsSettings(server, layout, store, redis, cache, warming, limits, false);
  }
}
