package io.wattflow.services.analytics.http;

import io.wattflow.services.analytics.answers.Sources;
import io.wattflow.services.analytics.auth.Authenticator;
import io.wattflow.services.analytics.cache.AnswerCache;
import io.wattflow.services.analytics.metrics.AnalyticsMetrics;
import io.wattflow.services.analytics.warming.Warmer;
import io.wattflow.services.http.ConnectionGuard;
import java.time.Clock;

/**
 * What the requests of an event loop share. Every part but the guard is shared by all of them, and
 * thread-safe.
 *
 * @param headers what HTTP caches are told
 * @param guard of this event loop's connections
 */
public record Desk(
    Authenticator authenticator,
    AnswerCache cache,
    Sources sources,
    Clock clock,
    AnalyticsMetrics metrics,
    Warmer warmer,
    CacheHeaders headers,
    ConnectionGuard guard) {}
