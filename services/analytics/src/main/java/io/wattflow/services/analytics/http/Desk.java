package io.wattflow.services.analytics.http;

import io.wattflow.services.analytics.auth.Authenticator;
import io.wattflow.services.analytics.cache.AnswerCache;
import io.wattflow.services.analytics.metrics.AnalyticsMetrics;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.warming.Warmer;
import java.time.Clock;

/**
 * What all requests share. Every part is thread-safe.
 *
 * @param headers what HTTP caches are told
 */
public record Desk(
    Authenticator authenticator,
    AnswerCache cache,
    Store store,
    Clock clock,
    AnalyticsMetrics metrics,
    Warmer warmer,
    CacheHeaders headers) {}
