package io.wattflow.beam.rollup;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;

/**
 * Unions the deltas of a pane into the shard's minute and emits what changed.
 *
 * <p>A pane that changes nothing (all of it has been seen before) emits nothing. The runner drops
 * the state when the window's lateness is over.
 */
final class MergeMinutesFn extends DoFn<KV<Integer, Iterable<byte[]>>, RowBlock> {
  @StateId("sets")
  private final StateSpec<ValueState<ReadingSets>> setsSpec =
      StateSpecs.value(ReadingSetsCoder.of());

  private final MeteringRules rules;
  private final long generation;

  private transient BundleCounters counters;
  private transient ChangedRows changed;

  MergeMinutesFn(MeteringRules rules, long generation) {
    this.rules = rules;
    this.generation = generation;
  }

  @Setup
  public void setup() {
    counters = new BundleCounters();
    changed = new ChangedRows(Table.ROLLUP_1M, rules, true, generation);
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, Iterable<byte[]>> pane,
      BoundedWindow window,
      PaneInfo info,
      @AlwaysFetched @StateId("sets") ValueState<ReadingSets> state,
      MultiOutputReceiver outputs) {
    ReadingSets sets = state.read();
    if (sets == null) {
      sets = new ReadingSets(Windows.startMillis(window), Windows.lengthMillis(window));
    }
    long before = sets.readingsPut();
    for (byte[] delta : pane.getValue()) {
      sets.merge(delta);
    }
    long readings = sets.readingsPut() - before;
    sets.drainChanged(changed::add);
    state.write(sets);
    counters.add(PipelineCounter.READINGS_ROLLED_UP, readings);
    if (info.getTiming() == PaneInfo.Timing.LATE) {
      counters.add(PipelineCounter.READINGS_LATE, readings);
    }
    counters.add(PipelineCounter.ROLLUP_ROWS, changed.emit(pane.getKey(), outputs));
  }

  @FinishBundle
  public void finishBundle() {
    counters.publish();
  }
}
