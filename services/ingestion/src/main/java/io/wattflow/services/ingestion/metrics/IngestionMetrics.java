package io.wattflow.services.ingestion.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattflow.services.http.RecentCounts;
import io.wattflow.services.http.ServiceMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges of the service. For each request one of the counters by status; of its
 * readings: {@code received = accepted + rejected + not acknowledged}, where the last are those of
 * requests that were answered with 503 after they had been sent to Kafka.
 *
 * <p>Thread-safe.
 */
public final class IngestionMetrics implements AutoCloseable {
  private static final int WINDOW_SECONDS = 10;
  private static final String ROUTE = "telemetry";

  private final ServiceMetrics service = new ServiceMetrics("wattflow_ingestion");
  private final Counter received =
      service.counter(
          "wattflow_ingestion_readings_received",
          "Readings of requests that were read to their end");
  private final Counter accepted =
      service.counter("wattflow_ingestion_readings_accepted", "Readings acknowledged by Kafka");
  private final Counter failed =
      service.counter(
          "wattflow_ingestion_readings_unacknowledged",
          "Readings sent to Kafka without an acknowledgement in time");
  private final Counter bytes =
      service.counter("wattflow_ingestion_body_bytes", "Bytes of bodies as they came");
  private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
  private final RecentCounts recentReadings = new RecentCounts(WINDOW_SECONDS, System::nanoTime);

  public IngestionMetrics() {
    gauge(
        "ingestion_rate_per_second",
        "Readings acknowledged a second, over the last 10 s",
        recentReadings::perSecond);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    service.gauge(name, help, value);
  }

  /** A body has been read to its end. */
  public void received(int readings, long bodyBytes) {
    received.increment(readings);
    bytes.increment(bodyBytes);
  }

  /** Kafka has acknowledged readings. */
  public void accepted(int readings) {
    accepted.increment(readings);
    recentReadings.add(readings);
  }

  /** Kafka has not acknowledged readings in time. */
  public void unacknowledged(int readings) {
    failed.increment(readings);
  }

  /** A reading was refused. */
  public void rejected(String reason) {
    rejected
        .computeIfAbsent(
            reason,
            name ->
                Counter.builder("wattflow_ingestion_readings_rejected")
                    .description("Readings refused, by reason")
                    .tag("reason", name)
                    .register(service.registry()))
        .increment();
  }

  /** A request to the ingestion path was answered. */
  public void answered(int status, long nanos) {
    service.answered(ROUTE, status, nanos);
  }

  /** What {@code /metrics} shows. */
  public PrometheusMeterRegistry registry() {
    return service.registry();
  }

  @Override
  public void close() {
    service.close();
  }
}
