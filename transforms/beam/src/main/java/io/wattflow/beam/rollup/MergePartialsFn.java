package io.wattflow.beam.rollup;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialSets;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Joins the partials of a pane into the shard's longer window and emits what changed.
 *
 * <p>The runner drops the state when the window's lateness is over.
 */
final class MergePartialsFn extends DoFn<KV<Integer, Iterable<byte[]>>, RowBlock> {
  @StateId("partials")
  private final StateSpec<ValueState<PartialSets>> partialsSpec =
      StateSpecs.value(PartialSetsCoder.of());

  private final Table table;
  private final MeteringRules rules;
  private final boolean feeding;

  private transient BundleCounters counters;
  private transient ChangedRows changed;

  MergePartialsFn(Table table, MeteringRules rules, boolean feeding) {
    this.table = table;
    this.rules = rules;
    this.feeding = feeding;
  }

  @Setup
  public void setup() {
    counters = new BundleCounters();
    changed = new ChangedRows(table, rules, feeding, 0);
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, Iterable<byte[]>> pane,
      BoundedWindow window,
      @AlwaysFetched @StateId("partials") ValueState<PartialSets> state,
      MultiOutputReceiver outputs) {
    PartialSets partials = state.read();
    if (partials == null) {
      partials = new PartialSets(Windows.startMillis(window), Windows.lengthMillis(window));
    }
    for (byte[] delta : pane.getValue()) {
      partials.merge(delta);
    }
    partials.drainChanged(changed::add);
    state.write(partials);
    counters.add(PipelineCounter.ROLLUP_ROWS, changed.emit(pane.getKey(), outputs));
  }

  @FinishBundle
  public void finishBundle() {
    counters.publish();
  }
}
