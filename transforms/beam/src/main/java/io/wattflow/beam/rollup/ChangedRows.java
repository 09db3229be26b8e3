package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.SeriesPartials;
import io.wattflow.core.rollup.SeriesReadings;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.values.KV;

/**
 * What a pane has changed: the rows to write, and the same series as partials for longer windows.
 * Reused from pane to pane.
 */
final class ChangedRows {
  private final EnergyAggregator aggregator;
  private final RowBlockBuilder rows;
  private final PartialDelta partials = new PartialDelta();

  ChangedRows(Table table, MeteringRules rules) {
    this.aggregator = new EnergyAggregator(rules);
    this.rows = new RowBlockBuilder(table, Integer.MAX_VALUE);
  }

  void add(SeriesReadings readings) {
    rows.append(aggregator.summarise(readings));
    partials.add(readings, aggregator);
  }

  void add(SeriesPartials children) {
    rows.append(aggregator.summarise(children));
    partials.add(children, aggregator);
  }

  /** Emits what was added, if anything, and starts anew; the number of rows. */
  int emit(int shard, MultiOutputReceiver outputs) {
    if (partials.isEmpty()) {
      return 0;
    }
    int count = partials.size();
    outputs.get(Rollups.ROWS).output(rows.build());
    outputs.get(Rollups.PARTIALS).output(KV.of(shard, partials.encode()));
    partials.clear();
    return count;
  }
}
