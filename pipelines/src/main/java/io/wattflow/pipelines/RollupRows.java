package io.wattflow.pipelines;

import static io.wattflow.beam.rollup.Rollups.PARTIALS;
import static io.wattflow.beam.rollup.Rollups.ROWS;

import io.wattflow.core.rows.RowBlock;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Rows of all rollup tables.
 *
 * <p>Step names are operator ids: a job restored from a checkpoint finds its state by them, so they
 * are never renamed.
 */
public record RollupRows(
    PCollection<RowBlock> minutes,
    PCollection<RowBlock> slidingWindows,
    PCollection<RowBlock> hours,
    PCollection<RowBlock> days) {

  /**
   * Rolls up.
   *
   * @param deltas shard and packed set of readings of one minute, timestamped within it
   */
  public static RollupRows of(PCollection<KV<Integer, byte[]>> deltas, RollupPlan plan) {
    PCollectionTuple minutes = deltas.apply("RollUpMinutes", plan.minutes());
    PCollectionTuple sliding = minutes.get(PARTIALS).apply("SlideWindows", plan.slidingWindows());
    PCollectionTuple hours = minutes.get(PARTIALS).apply("RollUpHours", plan.hours());
    PCollectionTuple days = hours.get(PARTIALS).apply("RollUpDays", plan.days());
    return new RollupRows(minutes.get(ROWS), sliding.get(ROWS), hours.get(ROWS), days.get(ROWS));
  }
}
