package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.rollup.SeriesPartials;
import io.wattflow.core.rollup.SeriesReadings;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.values.KV;

/**
 * What a pane has changed: the rows to write, and, if longer windows are made of them, the same
 * series as partials. Reused from pane to pane.
 */
final class ChangedRows {
  private final EnergyAggregator aggregator;
  private final RowBlockBuilder rows;
  private final boolean feeding;
  private final long generation;
  private final PartialDelta partials = new PartialDelta();

  /**
   * Nothing has changed yet.
   *
   * @param feeding whether partials are wanted too; they cost about as much as the rows
   * @param generation of rows that are made of readings; those of longer windows have it from their
   *     minutes
   */
  ChangedRows(Table table, MeteringRules rules, boolean feeding, long generation) {
    this.aggregator = new EnergyAggregator(rules);
    this.rows = new RowBlockBuilder(table, Integer.MAX_VALUE);
    this.feeding = feeding;
    this.generation = generation;
  }

  void add(SeriesReadings readings) {
    add(aggregator.summarise(readings, generation));
  }

  void add(SeriesPartials children) {
    add(aggregator.summarise(children));
  }

  private void add(RollupRow row) {
    rows.append(row);
    if (feeding) {
      partials.add(row.series(), row.windowStartMillis(), aggregator);
    }
  }

  /** Emits what was added, if anything, and starts anew; the number of rows. */
  int emit(int shard, MultiOutputReceiver outputs) {
    if (rows.isEmpty()) {
      return 0;
    }
    int count = rows.rows();
    outputs.get(Rollups.ROWS).output(rows.build());
    if (feeding) {
      outputs.get(Rollups.PARTIALS).output(KV.of(shard, partials.encode()));
      partials.clear();
    }
    return count;
  }
}
