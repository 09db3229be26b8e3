package io.wattflow.beam.metrics;

import io.micrometer.core.instrument.Metrics;

/**
 * Counters of one DoFn instance, added up without synchronisation and published once per bundle.
 *
 * <p>Beam's own counters cost a good part of the throughput when touched per element, and a Flink
 * job usually runs with {@code --disableMetrics}. So a count goes to two places at the end of a
 * bundle: to Beam (for runners and tests that ask the {@code PipelineResult}) and to Micrometer's
 * global registry, where the process that hosts the job can read or export it as {@code
 * wattflow.<name>}.
 *
 * <p>Counts are of work done, not of distinct input: after a failure a bundle is processed, and
 * counted, again. Exact figures come from the tables. Not thread-safe, as DoFns are not.
 */
public final class BundleCounters {
  /** The namespace of the counters in Beam's metrics, and their prefix in Micrometer's. */
  public static final String NAMESPACE = "wattflow";

  private static final PipelineCounter[] COUNTERS = PipelineCounter.values();

  private final long[] pending = new long[COUNTERS.length];

  /**
   * Adds {@code amount} to a counter of the current bundle.
   *
   * @param amount 0 or more
   */
  public void add(PipelineCounter counter, long amount) {
    pending[counter.ordinal()] += amount;
  }

  /**
   * Publishes what was added since the last call. To be called from {@code @FinishBundle} at least.
   */
  public void publish() {
    for (PipelineCounter counter : COUNTERS) {
      long amount = pending[counter.ordinal()];
      if (amount > 0) {
        org.apache.beam.sdk.metrics.Metrics.counter(NAMESPACE, counter.metricName()).inc(amount);
        Metrics.counter(NAMESPACE + "." + counter.metricName()).increment(amount);
        pending[counter.ordinal()] = 0;
      }
    }
  }
}
