package io.wattflow.services.ingestion.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattflow.services.http.RecentCounts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
  private static final double PERCENT = 100;
  private static final int SERVER_ERROR = 500;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter received =
      counter(
          "wattflow_ingestion_readings_received",
          "Readings of requests that were read to their end");
  private final Counter accepted =
      counter("wattflow_ingestion_readings_accepted", "Readings acknowledged by Kafka");
  private final Counter failed =
      counter(
          "wattflow_ingestion_readings_unacknowledged",
          "Readings sent to Kafka without an acknowledgement in time");
  private final Counter bytes =
      counter("wattflow_ingestion_body_bytes", "Bytes of bodies as they came");
  private final Map<Integer, Timer> requests = new ConcurrentHashMap<>();
  private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
  private final RecentCounts recentReadings = new RecentCounts(WINDOW_SECONDS, System::nanoTime);
  private final RecentCounts recentRequests = new RecentCounts(WINDOW_SECONDS, System::nanoTime);
  private final RecentCounts recentErrors = new RecentCounts(WINDOW_SECONDS, System::nanoTime);

  public IngestionMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
    gauge(
        "ingestion_rate_per_second",
        "Readings acknowledged a second, over the last 10 s",
        recentReadings::perSecond);
    gauge(
        "error_rate_percentage",
        "Share of requests answered with 5xx, over the last 10 s",
        this::errorPercentage);
  }

  private Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble)
        .description(help)
        .strongReference(true)
        .register(registry);
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
                    .register(registry))
        .increment();
  }

  /** A request to the ingestion path was answered. */
  public void answered(int status, long nanos) {
    requests.computeIfAbsent(status, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    recentRequests.add(1);
    if (status >= SERVER_ERROR) {
      recentErrors.add(1);
    }
  }

  private Timer timer(int status) {
    return Timer.builder("wattflow_ingestion_request")
        .description("Requests, from their head to their answer, by status")
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10))
        .register(registry);
  }

  private double errorPercentage() {
    long all = recentRequests.sum();
    return all == 0 ? 0 : PERCENT * recentErrors.sum() / all;
  }

  /** What {@code /metrics} shows. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
