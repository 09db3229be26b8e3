package io.wattflow.beam.sink;

import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;

/**
 * Joins the small blocks of a bundle into large ones.
 *
 * <p>A pane of one shard has a few hundred rows; a MergeTree wants inserts of tens of thousands,
 * and each insert costs a part that must be merged later. The bundle's end bounds the delay.
 */
final class PackRowsFn extends DoFn<RowBlock, RowBlock> {
  private final Table table;
  private final int maxRows;

  private transient RowBlockBuilder builder;

  PackRowsFn(Table table, int maxRows) {
    this.table = table;
    this.maxRows = maxRows;
  }

  @StartBundle
  public void startBundle() {
    builder = new RowBlockBuilder(table, maxRows);
  }

  @ProcessElement
  public void processElement(@Element RowBlock block, OutputReceiver<RowBlock> output) {
    if (builder.isEmpty() && block.rows() >= maxRows) {
      output.output(block);
      return;
    }
    builder.append(block);
    if (builder.isFull()) {
      output.output(builder.build());
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!builder.isEmpty()) {
      context.output(builder.build(), GlobalWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }
}
