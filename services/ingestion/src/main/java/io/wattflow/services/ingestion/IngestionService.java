package io.wattflow.services.ingestion;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.services.http.ConnectionGuard;
import io.wattflow.services.http.HttpService;
import io.wattflow.services.http.OpenApiPage;
import io.wattflow.services.http.OperationalRoutes;
import io.wattflow.services.http.RunningService;
import io.wattflow.services.http.ServiceStartException;
import io.wattflow.services.ingestion.admission.InFlight;
import io.wattflow.services.ingestion.admission.SheddingBreaker;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.http.Door;
import io.wattflow.services.ingestion.http.TelemetryHandler;
import io.wattflow.services.ingestion.metrics.IngestionMetrics;
import io.wattflow.services.ingestion.publish.ReadingPublisher;
import io.wattflow.services.ingestion.publish.TopicProbe;
import io.wattflow.services.ingestion.quota.ClientQuotas;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The ingestion service: telemetry over HTTP to Kafka. An answer of 202 or 207 is a promise: what
 * it counts as accepted is in the topic, acknowledged by all replicas in sync.
 *
 * <p>It keeps nothing, so any number of instances may stand behind a balancer. Without Kafka it
 * starts nevertheless, answers 503, and goes on by itself once Kafka is there.
 */
public final class IngestionService implements RunningService.Closing {
  private final Authenticator authenticator;
  private final IngestionMetrics metrics = new IngestionMetrics();
  private final ReadingPublisher publisher;
  private final TopicProbe probe;
  private final SheddingBreaker breaker;
  private final HttpService http;
  private volatile boolean stopping;

  private IngestionService(IngestionSettings settings, Authenticator authenticator)
      throws ServiceStartException, InterruptedException {
    this.authenticator = authenticator;
    this.publisher = new ReadingPublisher(settings.publisher());
    this.probe = new TopicProbe(settings.publisher(), settings.consumerGroup(), publisher);
    this.breaker = new SheddingBreaker(settings.breaker());
    InFlight inFlight = new InFlight(settings.maxInFlightBytes());
    Door door =
        new Door(
            authenticator,
            new ClientQuotas(
                settings.clientRate(), settings.burst(), settings.limits().maxReadings()),
            settings.limits(),
            Door.parsers(settings.limits(), new ReadingValidator(settings.validation())),
            inFlight,
            breaker,
            publisher,
            metrics);
    OpenApiPage api = OpenApiPage.of("openapi/ingestion.json");
    try {
      this.http =
          HttpService.start(settings.server(), (vertx, guard) -> routes(vertx, guard, door, api));
    } catch (ServiceStartException | InterruptedException | RuntimeException e) {
      closeParts();
      throw e;
    }
    gauges(inFlight);
  }

  /**
   * Starts to listen.
   *
   * @param authenticator is closed with the service
   * @throws ServiceStartException if it cannot listen
   */
  public static IngestionService start(IngestionSettings settings, Authenticator authenticator)
      throws ServiceStartException, InterruptedException {
    return new IngestionService(settings, authenticator);
  }

  private Handler<HttpServerRequest> routes(
      Vertx vertx, ConnectionGuard guard, Door door, OpenApiPage api) {
    TelemetryHandler telemetry = new TelemetryHandler(vertx, guard, door);
    Router others = OperationalRoutes.on(vertx, metrics.registry(), this::notReady, api);
    // The one path that is hot goes round the router.
    return request -> {
      if (TelemetryHandler.PATH.equals(request.path())) {
        telemetry.handle(request);
      } else {
        others.handle(request);
      }
    };
  }

  private void gauges(InFlight inFlight) {
    metrics.gauge(
        "queue_depth",
        "Records of the topic that the stream has not committed; NaN if not known",
        () -> probe.lag().isPresent() ? probe.lag().getAsLong() : Double.NaN);
    metrics.gauge(
        "wattflow_ingestion_in_flight_bytes",
        "Memory of bodies and readings on their way",
        inFlight::bytes);
    metrics.gauge("wattflow_ingestion_in_flight_bytes_max", "The bound of it", inFlight::maxBytes);
    metrics.gauge(
        "wattflow_ingestion_in_flight_readings",
        "Readings that Kafka has not acknowledged yet",
        publisher::waiting);
    metrics.gauge(
        "wattflow_ingestion_breaker_state",
        "Load shedding: 0 closed, 1 half open, 2 open",
        breaker::state);
    metrics.gauge("wattflow_ingestion_connections", "Connections that are open", http::connections);
  }

  /** What keeps it from taking readings, in words; empty: it is ready. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    if (stopping) {
      reasons.add("the service is stopping");
    }
    String trouble = probe.trouble();
    if (!trouble.isEmpty()) {
      reasons.add(trouble);
    }
    if (breaker.shedding()) {
      reasons.add("shedding load: too many requests have failed lately");
    }
    return reasons;
  }

  /** Where it listens. */
  public URI address() {
    return http.address();
  }

  /**
   * Takes no more connections, answers the requests in flight, flushes what was accepted, and ends.
   */
  @Override
  public void close() {
    stopping = true;
    http.close();
    closeParts();
  }

  private void closeParts() {
    probe.close();
    publisher.close();
    authenticator.close();
    metrics.close();
  }
}
