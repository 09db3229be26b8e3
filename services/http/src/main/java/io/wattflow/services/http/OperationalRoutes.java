package io.wattflow.services.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every service answers beside its own routes: {@code /healthz}, {@code /readyz}, {@code
 * /metrics}, {@code /openapi.json} and its page at {@code /docs/}; and problem details for what it
 * does not know.
 */
public final class OperationalRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(OperationalRoutes.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  private OperationalRoutes() {}

  /**
   * A router with these routes; the service adds its own.
   *
   * @param metrics what {@code /metrics} shows
   * @param notReady what keeps the service from taking requests, in words; empty when it is ready
   * @param api what {@code /openapi.json} shows
   */
  public static Router on(
      Vertx vertx,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> notReady,
      OpenApiPage api) {
    return on(vertx, metrics, notReady, List::of, api);
  }

  /**
   * A router with these routes; the service adds its own.
   *
   * @param metrics what {@code /metrics} shows
   * @param notReady what keeps the service from taking requests, in words; empty when it is ready
   * @param degraded what makes it slower or poorer while it is ready, in words
   * @param api what {@code /openapi.json} shows
   */
  public static Router on(
      Vertx vertx,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> notReady,
      Supplier<List<String>> degraded,
      OpenApiPage api) {
    Router router = Router.router(vertx);
    router.get("/healthz").handler(context -> answer(context, 200, Map.of("status", "up")));
    router.get("/readyz").handler(context -> ready(context, notReady.get(), degraded.get()));
    router.get("/metrics").handler(context -> scrape(context, metrics));
    api.mount(router);
    router.errorHandler(404, context -> unknown(context, router));
    router.errorHandler(405, context -> unknown(context, router));
    router.errorHandler(400, OperationalRoutes::badRequest);
    router.errorHandler(500, OperationalRoutes::failed);
    return router;
  }

  private static void ready(RoutingContext context, List<String> reasons, List<String> degraded) {
    if (reasons.isEmpty() && degraded.isEmpty()) {
      answer(context, 200, Map.of("status", "ready"));
    } else if (reasons.isEmpty()) {
      answer(context, 200, new TreeMap<>(Map.of("status", "ready", "degraded", degraded)));
    } else {
      answer(context, 503, new TreeMap<>(Map.of("status", "not ready", "reasons", reasons)));
    }
  }

  private static void answer(RoutingContext context, int status, Map<String, ?> members) {
    JsonObject body = new JsonObject();
    members.forEach(body::put);
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }

  private static void scrape(RoutingContext context, PrometheusMeterRegistry metrics) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS)
        .end(Buffer.buffer(metrics.scrape()));
  }

  private static void unknown(RoutingContext context, Router router) {
    String path = context.request().path();
    List<String> methods = allowed(router, path);
    if (methods.isEmpty()) {
      Problem.of(404, "not-found", "Not found", "nothing at " + path + "; see /openapi.json")
          .send(context.response());
    } else {
      String allow = String.join(", ", methods);
      context.response().putHeader(HttpHeaders.ALLOW, allow);
      methodNotAllowed(allow).send(context.response());
    }
  }

  /**
   * The problem of a known path that does not take the method.
   *
   * @param allow the methods that it takes, separated by commas
   */
  public static Problem methodNotAllowed(String allow) {
    return Problem.of(405, "method-not-allowed", "Method not allowed", "use " + allow);
  }

  private static List<String> allowed(Router router, String path) {
    return router.getRoutes().stream()
        .filter(route -> path.equals(route.getPath()) && route.methods() != null)
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .map(name -> name.toUpperCase(Locale.ROOT))
        .distinct()
        .sorted()
        .collect(Collectors.toList());
  }

  private static void badRequest(RoutingContext context) {
    Problem.of(400, "bad-request", "Bad request", "the path cannot be decoded")
        .send(context.response());
  }

  private static void failed(RoutingContext context) {
    LOG.error(
        "{} {} failed", context.request().method(), context.request().path(), context.failure());
    Problem.internal().send(context.response());
  }
}
