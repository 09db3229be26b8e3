package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.MeteringRules;
import java.time.Duration;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Turns packed deltas of readings into absolute one-minute rollup rows, and into the partials that
 * longer windows are made of.
 *
 * <p>The meaning is "per device and minute"; what travels is a shard of devices, because the cost
 * of a shuffle is per element. The state of a shard's minute is the set of its distinct readings,
 * so repetition, order and splitting of the input cannot matter.
 *
 * <p>Input: KV of shard and encoded {@code ReadingSets} of one minute, timestamped within it.
 * Output: {@link Rollups#ROWS} and {@link Rollups#PARTIALS}, both for the series that changed in
 * the pane.
 */
public final class RollUpMinutes
    extends PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> {
  private final Duration minute;
  private final int shards;
  private final Panes panes;
  private final MeteringRules rules;
  private final long generation;

  /**
   * Rolls up the shortest windows.
   *
   * @param minute length of the window, as {@code DecodeTelemetry} cut its deltas
   * @param shards number of shards of devices, as {@code DecodeTelemetry} spread them
   * @param panes when rows are emitted, and for how long a minute can be corrected
   * @param rules how readings become energy
   * @param generation of the rows: 0 for what was measured; a correction that edits history has a
   *     higher one, and its rows win over all of lower ones
   */
  public RollUpMinutes(
      Duration minute, int shards, Panes panes, MeteringRules rules, long generation) {
    this.minute = minute;
    this.shards = shards;
    this.panes = panes;
    this.rules = rules;
    this.generation = generation;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, byte[]>> deltas) {
    return Rollups.withCoders(
        deltas
            .apply(
                "Window",
                panes.window(FixedWindows.of(org.joda.time.Duration.millis(minute.toMillis()))))
            .apply(Rollups.groupingStep(shards), GroupByKey.create())
            .apply(
                "Merge",
                ParDo.of(new MergeMinutesFn(rules, generation))
                    .withOutputTags(Rollups.ROWS, TupleTagList.of(Rollups.PARTIALS))));
  }
}
