package io.wattflow.services.analytics;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.wattflow.services.analytics.alerts.AlertFeed;
import io.wattflow.services.analytics.answers.Inquiry;
import io.wattflow.services.analytics.answers.Sources;
import io.wattflow.services.analytics.auth.Authenticator;
import io.wattflow.services.analytics.cache.AnswerCache;
import io.wattflow.services.analytics.cache.Served;
import io.wattflow.services.analytics.http.CacheHeaders;
import io.wattflow.services.analytics.http.DashboardPage;
import io.wattflow.services.analytics.http.Desk;
import io.wattflow.services.analytics.http.Popular;
import io.wattflow.services.analytics.http.Routes;
import io.wattflow.services.analytics.live.LiveDevices;
import io.wattflow.services.analytics.metrics.AnalyticsMetrics;
import io.wattflow.services.analytics.metrics.CacheMetrics;
import io.wattflow.services.analytics.query.QueryRunner;
import io.wattflow.services.analytics.store.ClusterStore;
import io.wattflow.services.analytics.store.ServerStatus;
import io.wattflow.services.analytics.store.StoreMeters;
import io.wattflow.services.analytics.warming.Warmer;
import io.wattflow.services.http.ConnectionGuard;
import io.wattflow.services.http.HttpService;
import io.wattflow.services.http.OpenApiPage;
import io.wattflow.services.http.OperationalRoutes;
import io.wattflow.services.http.RunningService;
import io.wattflow.services.http.ServiceStartException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The analytics service: questions over HTTP, answered from this process, from Redis, or from
 * rollups in ClickHouse; never from raw readings, and never from the transactional database.
 *
 * <p>It keeps nothing that another instance could not have, so any number of them may stand behind
 * a balancer. It starts without ClickHouse and without Redis: without the latter answers are
 * correct and slower, without the former they come from the caches as long as they live.
 */
public final class AnalyticsService implements RunningService.Closing {
  private final Authenticator authenticator;
  private final AnalyticsMetrics metrics = new AnalyticsMetrics();
  private final ClusterStore store;
  private final AnswerCache cache;
  private final Sources sources;
  private final Warmer warmer;
  private final AlertFeed feed;
  private final QueryRunner queries;
  private final HttpService http;
  private volatile boolean stopping;

  private AnalyticsService(AnalyticsSettings settings, Authenticator authenticator)
      throws ServiceStartException, InterruptedException {
    // Read before anything is opened that would have to be closed.
    OpenApiPage api = OpenApiPage.of("openapi/analytics.json");
    DashboardPage dashboard = DashboardPage.load();
    this.authenticator = authenticator;
    this.store = ClusterStore.open(settings.layout(), settings.store());
    StoreMeters.bind(store, metrics.registry());
    this.cache =
        new AnswerCache(settings.redis(), settings.cache(), new CacheMetrics(metrics.registry()));
    this.sources = new Sources(store, new LiveDevices(cache.redis()));
    this.warmer = new Warmer(settings.warming(), this::warm, metrics::p95Millis);
    this.feed = new AlertFeed(settings.redis());
    this.queries =
        new QueryRunner(store::ask, settings.layout().shards().size(), settings.limits());
    CacheHeaders headers = new CacheHeaders(settings.open());
    try {
      this.http =
          HttpService.start(
              settings.server(),
              (vertx, guard) -> routes(vertx, desk(headers, guard), api, dashboard));
    } catch (ServiceStartException | InterruptedException | RuntimeException e) {
      endQuestions();
      closeParts();
      throw e;
    }
    gauges();
  }

  /**
   * Starts to listen.
   *
   * @param authenticator is closed with the service
   * @throws ServiceStartException if it cannot listen
   */
  public static AnalyticsService start(AnalyticsSettings settings, Authenticator authenticator)
      throws ServiceStartException, InterruptedException {
    return new AnalyticsService(settings, authenticator);
  }

  private Desk desk(CacheHeaders headers, ConnectionGuard guard) {
    return new Desk(
        authenticator, cache, sources, Clock.systemUTC(), metrics, warmer, headers, guard);
  }

  private Handler<HttpServerRequest> routes(
      Vertx vertx, Desk desk, OpenApiPage api, DashboardPage dashboard) {
    Router router =
        OperationalRoutes.on(vertx, metrics.registry(), this::notReady, this::degraded, api);
    dashboard.mount(router);
    Routes.mount(router, desk, feed, queries);
    return router;
  }

  private void gauges() {
    metrics.gauge("wattflow_analytics_connections", "Connections that are open", http::connections);
    metrics.gauge(
        "wattflow_analytics_alert_listeners", "Clients that hear live alerts", feed::listeners);
    metrics.gauge(
        "wattflow_analytics_recent_users",
        "Users that were looked at in the last 15 minutes",
        warmer::recentUsers);
    metrics.gauge(
        "wattflow_analytics_warming_rounds",
        "Rounds over the recent users that have ended",
        warmer::rounds);
  }

  private CompletionStage<Integer> warm(long userId) {
    List<CompletableFuture<Served>> refreshed = new ArrayList<>();
    for (Inquiry inquiry : Popular.of(userId)) {
      refreshed.add(
          cache
              .refresh(inquiry.key(), Routes.loader(sources, Clock.systemUTC(), inquiry))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(refreshed.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                (int)
                    refreshed.stream()
                        .filter(answer -> answer.join().tier() == Served.Tier.STORE)
                        .count());
  }

  /** What keeps it from answering, in words; empty: it is ready. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    if (stopping) {
      reasons.add("the service is stopping");
    }
    store.servers().stream()
        .collect(Collectors.groupingBy(ServerStatus::shard))
        .values()
        .forEach(servers -> addUnlessOneIsThere(reasons, servers));
    if (!authenticator.trouble().isEmpty()) {
      reasons.add(authenticator.trouble());
    }
    return reasons;
  }

  /** What makes answers slower or poorer while it is ready, in words. */
  private List<String> degraded() {
    List<String> reasons = new ArrayList<>();
    String cacheTrouble = cache.trouble();
    if (cacheTrouble != null) {
      reasons.add(cacheTrouble);
    }
    if (!feed.isSubscribed()) {
      reasons.add("live alerts are not heard");
    }
    store.servers().stream()
        .filter(server -> server.breaker() == ServerStatus.Breaker.OPEN)
        .map(server -> "ClickHouse at " + server.server() + " does not answer")
        .forEach(reasons::add);
    return reasons;
  }

  private static void addUnlessOneIsThere(List<String> reasons, Collection<ServerStatus> servers) {
    if (servers.stream().allMatch(server -> server.breaker() == ServerStatus.Breaker.OPEN)) {
      reasons.add(
          "ClickHouse does not answer: "
              + servers.stream().map(ServerStatus::server).collect(Collectors.joining(", ")));
    }
  }

  /** Where it listens. */
  public URI address() {
    return http.address();
  }

  /** Takes no more connections, ends live streams, answers the requests in flight, and ends. */
  @Override
  public void close() {
    stopping = true;
    endQuestions();
    http.close();
    closeParts();
  }

  /** What would not end by itself while the server waits for the requests in flight. */
  private void endQuestions() {
    feed.close();
    queries.close();
  }

  private void closeParts() {
    warmer.close();
    cache.close();
    store.close();
    authenticator.close();
    metrics.close();
  }
}
