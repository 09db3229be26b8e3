package io.wattflow.pipelines.launch;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a job that runs in this process: printed from time to time, and served in
 * Prometheus format on the loopback interface. A job on a cluster counts in the cluster's
 * processes, so there this shows nothing.
 */
final class HostedCounters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PrintStream out;
  private final ScheduledExecutorService reporter =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "wattflow-counters");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable HttpServer server;
  private long lastRead;
  private long lastNanos = System.nanoTime();

  HostedCounters(PrintStream out) {
    this.out = out;
    Metrics.addRegistry(registry);
    // Known from the start, so that a scrape before the first record shows zeros and not nothing.
    for (PipelineCounter counter : PipelineCounter.values()) {
      Metrics.counter(BundleCounters.NAMESPACE + "." + counter.metricName());
    }
  }

  /** Prints a line of counts every {@code interval}; zero: never. */
  void report(Duration interval) {
    if (!interval.isZero()) {
      reporter.scheduleAtFixedRate(
          this::print, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Serves {@code /metrics} on the loopback interface.
   *
   * @param port 0: any free one
   * @throws IOException if the port cannot be had
   */
  void serve(int port) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.createContext(
        "/metrics",
        exchange -> {
          byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream response = exchange.getResponseBody()) {
            response.write(body);
          }
        });
    http.start();
    server = http;
    out.println("metrics at http://127.0.0.1:" + http.getAddress().getPort() + "/metrics");
  }

  private void print() {
    long read = count(PipelineCounter.RECORDS_READ);
    long now = System.nanoTime();
    double rate = (read - lastRead) * 1e9 / Math.max(1, now - lastNanos);
    lastRead = read;
    lastNanos = now;
    out.println(
        String.format(
            Locale.ROOT,
            "read %,d (%,.0f/s) · rolled up %,d (%,d late) · dead letters %,d · raw rows %,d ·"
                + " rollup rows %,d",
            read,
            rate,
            count(PipelineCounter.READINGS_ROLLED_UP),
            count(PipelineCounter.READINGS_LATE),
            count(PipelineCounter.DEAD_LETTERS),
            count(PipelineCounter.RAW_ROWS),
            count(PipelineCounter.ROLLUP_ROWS)));
  }

  /** What the jobs of this process have counted. */
  long count(PipelineCounter counter) {
    Counter found = registry.find(BundleCounters.NAMESPACE + "." + counter.metricName()).counter();
    return found == null ? 0 : (long) found.count();
  }

  @Override
  public void close() {
    reporter.shutdownNow();
    if (server != null) {
      server.stop(0);
    }
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
