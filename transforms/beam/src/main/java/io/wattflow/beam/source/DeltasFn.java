package io.wattflow.beam.source;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.rollup.ReadingSets;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Unpacks what a source has read into a delta for each minute, timestamped within it. */
final class DeltasFn extends DoFn<KV<Integer, List<KV<Long, byte[]>>>, KV<Integer, byte[]>> {
  private transient BundleCounters counters;

  @Setup
  public void setup() {
    counters = new BundleCounters();
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, List<KV<Long, byte[]>>> pack, OutputReceiver<KV<Integer, byte[]>> out) {
    for (KV<Long, byte[]> delta : pack.getValue()) {
      counters.add(PipelineCounter.RECORDS_READ, ReadingSets.readingsPut(delta.getValue()));
      out.outputWithTimestamp(
          KV.of(pack.getKey(), delta.getValue()), new Instant(delta.getKey().longValue()));
    }
    // A bundle of a batch may be as long as the job, and somebody watches.
    counters.publish();
  }
}
