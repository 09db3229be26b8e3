package io.wattflow.services.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * What every service counts: requests by route and status, {@code error_rate_percentage}, memory,
 * collections and processor time of its JVM. A service adds its own. Thread-safe.
 */
public final class ServiceMetrics implements AutoCloseable {
  private static final int WINDOW_SECONDS = 10;
  private static final double PERCENT = 100;
  private static final int SERVER_ERROR = 500;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final String prefix;
  private final Map<String, Timer> requests = new ConcurrentHashMap<>();
  private final RecentCounts recentRequests = new RecentCounts(WINDOW_SECONDS, System::nanoTime);
  private final RecentCounts recentErrors = new RecentCounts(WINDOW_SECONDS, System::nanoTime);

  /**
   * Without anything counted yet.
   *
   * @param prefix of the names of the service's own metrics, such as {@code wattflow_ingestion}
   */
  public ServiceMetrics(String prefix) {
    this.prefix = prefix;
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
    gauge(
        "error_rate_percentage",
        "Share of requests answered with 5xx, over the last 10 s",
        this::errorPercentage);
  }

  /** A counter that starts at 0. */
  public Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble)
        .description(help)
        .strongReference(true)
        .register(registry);
  }

  /**
   * A request was answered.
   *
   * @param route which kind of request, one of few names
   * @param nanos from its head to its answer
   */
  public void answered(String route, int status, long nanos) {
    requests
        .computeIfAbsent(route + ' ' + status, name -> timer(route, status))
        .record(nanos, TimeUnit.NANOSECONDS);
    recentRequests.add(1);
    if (status >= SERVER_ERROR) {
      recentErrors.add(1);
    }
  }

  private Timer timer(String route, int status) {
    return Timer.builder(prefix + "_request")
        .description("Requests, from their head to their answer, by route and status")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
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
