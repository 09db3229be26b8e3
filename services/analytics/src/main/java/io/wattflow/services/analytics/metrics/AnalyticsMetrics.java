package io.wattflow.services.analytics.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattflow.services.http.ServiceMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Counters and gauges of requests. Thread-safe. */
public final class AnalyticsMetrics implements AutoCloseable {
  private static final double P95 = 0.95;

  private final ServiceMetrics service = new ServiceMetrics("wattflow_analytics");
  private final Timer lastMinute =
      Timer.builder("wattflow_analytics_last_minute")
          .description("Questions of dashboards in the last minute")
          .publishPercentiles(P95)
          .distributionStatisticExpiry(Duration.ofMinutes(1))
          .distributionStatisticBufferLength(6)
          .register(service.registry());

  public AnalyticsMetrics() {
    gauge(
        "query_response_time_p95",
        "From the head of a dashboard's question to its answer, in ms, 95th percentile of the last minute",
        this::p95Millis);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    service.gauge(name, help, value);
  }

  /**
   * A request was answered.
   *
   * @param route which kind, of a small set of names
   * @param nanos from its head to its answer
   */
  public void answered(String route, int status, long nanos) {
    service.answered(route, status, nanos);
  }

  /**
   * A question of a dashboard was answered, one that caches can answer: these decide whether caches
   * are warmed. Ad-hoc questions may take their time.
   */
  public void questionAnswered(long nanos) {
    lastMinute.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The 95th percentile of the last minute's response times, in ms; 0 without questions. */
  public double p95Millis() {
    ValueAtPercentile[] percentiles = lastMinute.takeSnapshot().percentileValues();
    return percentiles.length == 0 ? 0 : percentiles[0].value(TimeUnit.MILLISECONDS);
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
