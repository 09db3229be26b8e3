package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rows.Table;
import java.time.Duration;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Turns partials of short windows into absolute rollup rows of longer ones: minutes into hours and
 * sliding windows, hours into days. Never reads an event a second time.
 *
 * <p>The state of a shard's window is a map from series and child window to the partial with the
 * highest version, so an update of a child replaces what it said before.
 *
 * <p>Input: KV of shard and packed partials, timestamped at the end of the child's window. Output:
 * {@link Rollups#ROWS} and {@link Rollups#PARTIALS}, both for the series that changed in the pane.
 */
public final class RollUpWindows
    extends PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> {
  private final Table table;
  private final WindowFn<Object, IntervalWindow> windows;
  private final int shards;
  private final Panes panes;
  private final MeteringRules rules;
  private final boolean feeding;

  private RollUpWindows(
      Table table,
      WindowFn<Object, IntervalWindow> windows,
      int shards,
      Panes panes,
      MeteringRules rules,
      boolean feeding) {
    this.table = table;
    this.windows = windows;
    this.shards = shards;
    this.panes = panes;
    this.rules = rules;
    this.feeding = feeding;
  }

  /**
   * Windows that follow each other without overlap, aligned to the epoch in UTC.
   *
   * @param table where the rows belong
   * @param length a multiple of the child windows' length
   * @param shards number of shards of devices; the same as for the minutes
   * @param panes when rows are emitted; the allowed lateness should exceed that of the children
   * @param rules how readings become energy; the same as for the minutes
   */
  public static RollUpWindows fixed(
      Table table, Duration length, int shards, Panes panes, MeteringRules rules) {
    return new RollUpWindows(table, FixedWindows.of(joda(length)), shards, panes, rules, true);
  }

  /**
   * Windows of {@code length} that start every {@code period}, aligned to the epoch in UTC.
   *
   * @param table where the rows belong
   * @param length a multiple of {@code period}
   * @param period a multiple of the child windows' length
   * @param shards number of shards of devices; the same as for the minutes
   * @param panes when rows are emitted; the allowed lateness should exceed that of the children
   * @param rules how readings become energy; the same as for the minutes
   */
  public static RollUpWindows sliding(
      Table table, Duration length, Duration period, int shards, Panes panes, MeteringRules rules) {
    return new RollUpWindows(
        table, SlidingWindows.of(joda(length)).every(joda(period)), shards, panes, rules, true);
  }

  /** The same without partials, where no longer windows are made of these. */
  public RollUpWindows rowsOnly() {
    return new RollUpWindows(table, windows, shards, panes, rules, false);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, byte[]>> partials) {
    return Rollups.withCoders(
        partials
            .apply("Window", panes.window(windows))
            .apply(Rollups.groupingStep(shards), GroupByKey.create())
            .apply(
                "Merge",
                ParDo.of(new MergePartialsFn(table, rules, feeding))
                    .withOutputTags(Rollups.ROWS, TupleTagList.of(Rollups.PARTIALS))));
  }

  private static org.joda.time.Duration joda(Duration duration) {
    return org.joda.time.Duration.millis(duration.toMillis());
  }
}
