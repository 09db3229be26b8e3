package io.wattflow.pipelines;

import static io.wattflow.beam.rollup.Rollups.PARTIALS;
import static io.wattflow.beam.rollup.Rollups.ROWS;

import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Rows of rollup tables, and the steps to them from deltas of readings.
 *
 * <p>Step names are operator ids: a job restored from a checkpoint finds its state by them, so they
 * are never renamed.
 */
public final class RollupRows {
  /** All tables that have windows. */
  public static final Set<Table> TABLES =
      Collections.unmodifiableSet(
          EnumSet.of(Table.ROLLUP_1M, Table.ROLLUP_5M, Table.ROLLUP_1H, Table.ROLLUP_1D));

  private final Map<Table, PCollection<RowBlock>> rows;

  private RollupRows(Map<Table, PCollection<RowBlock>> rows) {
    this.rows = rows;
  }

  /**
   * Rolls up.
   *
   * @param deltas shard and packed set of readings of one minute, timestamped within it
   * @param tables whose rows are wanted; steps that nobody needs are left out
   */
  public static RollupRows of(
      PCollection<KV<Integer, byte[]>> deltas, RollupPlan plan, Set<Table> tables) {
    Map<Table, PCollection<RowBlock>> rows = new EnumMap<>(Table.class);
    PCollectionTuple minutes = deltas.apply("RollUpMinutes", plan.minutes());
    rows.put(Table.ROLLUP_1M, minutes.get(ROWS));
    if (tables.contains(Table.ROLLUP_5M)) {
      rows.put(
          Table.ROLLUP_5M,
          minutes.get(PARTIALS).apply("SlideWindows", plan.slidingWindows()).get(ROWS));
    }
    if (tables.contains(Table.ROLLUP_1H) || tables.contains(Table.ROLLUP_1D)) {
      PCollectionTuple hours = minutes.get(PARTIALS).apply("RollUpHours", plan.hours());
      rows.put(Table.ROLLUP_1H, hours.get(ROWS));
      if (tables.contains(Table.ROLLUP_1D)) {
        rows.put(Table.ROLLUP_1D, hours.get(PARTIALS).apply("RollUpDays", plan.days()).get(ROWS));
      }
    }
    rows.keySet().retainAll(tables);
    return new RollupRows(rows);
  }

  /** The rows of a table that was wanted. */
  public PCollection<RowBlock> get(Table table) {
    PCollection<RowBlock> found = rows.get(table);
    if (found == null) {
      throw new IllegalArgumentException(table + " is not wanted");
    }
    return found;
  }
}
