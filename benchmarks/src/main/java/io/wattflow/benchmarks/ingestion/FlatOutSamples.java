package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.harness.Sample;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a report says of requests that were sent flat out. */
final class FlatOutSamples {
  private static final double MICROS_PER_MILLI = 1_000;

  private FlatOutSamples() {}

  /**
   * Readings a second that were accepted, and figures of the requests.
   *
   * @param accepted the status that says so
   * @param batch readings of a request
   * @param others figures that are there already
   */
  static Sample of(FlatOut.Result result, int accepted, int batch, Map<String, Double> others) {
    long good = result.statuses().getOrDefault(accepted, 0L);
    long all = result.statuses().values().stream().mapToLong(Long::longValue).sum();
    others.put("requests/s", all / result.seconds());
    if (good < all) {
      others.put("not accepted %", 100.0 * (all - good) / all);
    }
    Histogram micros = result.micros();
    others.put("p50 ms", micros.getValueAtPercentile(50) / MICROS_PER_MILLI);
    others.put("p99 ms", micros.getValueAtPercentile(99) / MICROS_PER_MILLI);
    others.put("highest ms", micros.getMaxValue() / MICROS_PER_MILLI);
    return Sample.of(batch * good / result.seconds(), others);
  }
}
