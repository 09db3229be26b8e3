package io.wattflow.beam.rollup;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.core.rows.RowBlock;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;

/**
 * Lets the rows of those windows pass that lie wholly within a time. A recomputation knows only
 * what it has read: of a window that sticks out it has seen a part.
 */
public final class KeepWindows extends PTransform<PCollection<RowBlock>, PCollection<RowBlock>> {
  private final long fromMillis;
  private final long untilMillis;

  /**
   * Keeps windows.
   *
   * @param fromMillis that begin here or later, in ms since the epoch
   * @param untilMillis and end here or earlier
   */
  public KeepWindows(long fromMillis, long untilMillis) {
    this.fromMillis = fromMillis;
    this.untilMillis = untilMillis;
  }

  @Override
  public PCollection<RowBlock> expand(PCollection<RowBlock> rows) {
    return rows.apply("Filter", ParDo.of(new KeepFn(fromMillis, untilMillis)))
        .setCoder(RowBlockCoder.of());
  }

  private static final class KeepFn extends DoFn<RowBlock, RowBlock> {
    private final long fromMillis;
    private final long untilMillis;

    KeepFn(long fromMillis, long untilMillis) {
      this.fromMillis = fromMillis;
      this.untilMillis = untilMillis;
    }

    @ProcessElement
    public void processElement(
        @Element RowBlock block, BoundedWindow window, OutputReceiver<RowBlock> out) {
      long start = Windows.startMillis(window);
      if (start >= fromMillis && start + Windows.lengthMillis(window) <= untilMillis) {
        out.output(block);
      }
    }
  }
}
