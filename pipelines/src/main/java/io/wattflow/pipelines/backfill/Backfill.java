package io.wattflow.pipelines.backfill;

import io.wattflow.beam.rollup.KeepWindows;
import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.beam.sink.WriteRows;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.RollupPlan;
import io.wattflow.pipelines.RollupRows;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Recomputes the rollups of a stretch of time from stored readings, by the very transforms of the
 * stream, in batch.
 *
 * <pre>{@code
 * stored readings ─▶ deltas ─▶ minutes ─┬─ rows ──▶ rollup_1m
 *                                       ├─▶ sliding ▶ rollup_5m
 *                                       └─▶ hours ─┬▶ rollup_1h
 *                                                  └▶ days ▶ rollup_1d
 * }</pre>
 *
 * <p>Rows are absolute and their versions come from the readings alone, so what the stream has
 * written already is written again as it is, and what it has missed replaces its rows. Run twice it
 * changes nothing; interrupted, it has written rows that are right, and some are missing.
 */
public final class Backfill {
  private Backfill() {}

  /**
   * Where the rows go.
   *
   * @param target database of the tables
   * @param writer how they are written
   * @param maxBlockRows of an insert
   * @param caches from which is evicted what the rows change; empty: none
   */
  public record Sink(
      ClickHouseTarget target,
      ClickHouseWriter writer,
      int maxBlockRows,
      Optional<CacheTarget> caches) {
    private WriteRows write(Table table) {
      return new WriteRows(table, target, maxBlockRows, writer);
    }
  }

  /**
   * Adds the whole job to {@code pipeline}.
   *
   * @param readings shard and packed set of readings of one minute, timestamped within it
   * @param span which windows are written
   */
  public static void build(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<KV<Integer, byte[]>>> readings,
      BackfillSpan span,
      Set<Table> tables,
      RollupPlan rollups,
      Sink sink) {
    RollupRows rows = RollupRows.of(pipeline.apply("ReadReadings", readings), rollups, tables);
    for (Table table : tables) {
      write(table, rows.get(table), span, rollups, sink);
    }
  }

  /** Adds the way back of raw readings to {@code pipeline}. */
  public static void restoreRaw(
      Pipeline pipeline, PTransform<PBegin, PCollection<RowBlock>> rows, Sink sink) {
    write(Table.TELEMETRY, pipeline.apply("ReadRows", rows), sink.write(Table.TELEMETRY));
  }

  private static void write(
      Table table, PCollection<RowBlock> rows, BackfillSpan span, RollupPlan rollups, Sink sink) {
    // The margins are there for the sake of sliding windows; minutes of other days, which are whole
    // there too, are not what was asked for.
    boolean reachesOver = table == Table.ROLLUP_5M;
    PCollection<RowBlock> whole =
        rows.apply(
            "Keep_" + table.tableName(),
            new KeepWindows(
                reachesOver ? span.readFromMillis() : span.from().toEpochMilli(),
                reachesOver ? span.readUntilMillis() : span.until().toEpochMilli()));
    WriteRows write = sink.write(table);
    write(
        table,
        whole,
        sink.caches()
            .map(caches -> write.evicting(caches, rollups.length(table), rollups.step(table)))
            .orElse(write));
  }

  private static void write(Table table, PCollection<RowBlock> rows, WriteRows write) {
    rows.apply("Write_" + table.tableName(), write);
  }
}
