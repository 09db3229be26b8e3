package io.wattflow.benchmarks.stream;

import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import org.apache.beam.sdk.transforms.DoFn;

/** The counting sink of the Beam pipeline: reads the packed rows and counts them. */
final class CountRowsFn extends DoFn<RowBlock, Void> {
  private final Tally.Window window;

  CountRowsFn(Tally.Window window) {
    this.window = window;
  }

  @ProcessElement
  public void processElement(@Element RowBlock block) {
    RowReader reader = new RowReader(block);
    ReadingCounts counts = new ReadingCounts();
    while (reader.hasNext()) {
      reader.readRow(counts);
    }
    Tally.rows(window, block.rows(), counts.sum);
  }

  /** Adds up one column. */
  private static final class ReadingCounts implements ColumnSink {
    private static final int COLUMN =
        TableLayout.of(Table.ROLLUP_1M).columnNames().indexOf("reading_count") + 1;

    private long sum;

    @Override
    public void setLong(int column, long value) {
      if (column == COLUMN) {
        sum += value;
      }
    }

    @Override
    public void setDouble(int column, double value) {}

    @Override
    public void setString(int column, String value) {}

    @Override
    public void setUtf8(int column, byte[] buffer, int offset, int length) {}

    @Override
    public void setNull(int column) {}

    @Override
    public void setInstantMillis(int column, long millis) {}
  }
}
