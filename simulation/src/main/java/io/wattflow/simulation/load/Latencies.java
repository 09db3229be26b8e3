package io.wattflow.simulation.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Some percentiles of a latency, exact to a thousandth.
 *
 * @param count of what was measured; if it is 0, so are the others
 */
public record Latencies(long count, Duration p50, Duration p95, Duration p99, Duration max) {
  static Latencies of(Histogram micros) {
    return new Latencies(
        micros.getTotalCount(),
        at(micros, 50),
        at(micros, 95),
        at(micros, 99),
        ofMicros(micros.getMaxValue()));
  }

  private static Duration at(Histogram micros, double percentile) {
    return ofMicros(micros.getValueAtPercentile(percentile));
  }

  private static Duration ofMicros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
