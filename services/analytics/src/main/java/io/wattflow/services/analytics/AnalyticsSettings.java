package io.wattflow.services.analytics;

import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.cache.CacheSettings;
import io.wattflow.services.analytics.query.QueryRunner;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.StoreSettings;
import io.wattflow.services.analytics.warming.WarmingSettings;
import io.wattflow.services.http.ServerSettings;

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

  /** On loopback with the defaults; what a test or a demo needs. */
  public static AnalyticsSettings onLoopback(int port, ClusterLayout layout, RedisAddress redis) {
    return new AnalyticsSettings(
        ServerSettings.onLoopback(port),
        layout,
        StoreSettings.defaults(),
        redis,
        CacheSettings.defaults(),
        WarmingSettings.defaults(),
        QueryRunner.LIMITS,
        true);
  }

  /** The same settings where tokens tell who sees what. */
  public AnalyticsSettings withTokens() {
    return new AnalyticsSettings(server, layout, store, redis, cache, warming, limits, false);
  }

  /** The same settings, listening in another way. */
  public AnalyticsSettings withServer(ServerSettings other) {
    return new AnalyticsSettings(other, layout, store, redis, cache, warming, limits, open);
  }
}
