package io.wattflow.pipelines;

import io.wattflow.beam.DecodeTelemetry;
import io.wattflow.beam.sink.PushDeviceStatus;
import io.wattflow.beam.sink.WriteDeadLetters;
import io.wattflow.beam.sink.WriteRows;
import io.wattflow.beam.source.ReadTelemetry;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The main job: telemetry from Kafka becomes raw rows, rollups of four windows, the latest status
 * of each device, and dead letters.
 *
 * <pre>{@code
 * Kafka ─▶ decode ─┬─ raw ──────────────────────────────────▶ telemetry
 *                  ├─ dead letters ─────────────────────────▶ Kafka
 *                  └─ deltas ─▶ minutes ─┬─ rows ───────────▶ rollup_1m, Redis
 *                                        ├─▶ sliding ───────▶ rollup_5m
 *                                        └─▶ hours ─┬───────▶ rollup_1h
 *                                                   └▶ days ▶ rollup_1d
 * }</pre>
 *
 * <p>What late rows change is evicted from caches by the steps that write them.
 *
 * <p>Step names are operator ids: a job restored from a checkpoint finds its state by them, so they
 * are never renamed.
 */
public final class TelemetryStream {
  private TelemetryStream() {}

  /** Adds the whole job to {@code pipeline}. */
  public static void build(Pipeline pipeline, TelemetryStreamPlan plan) {
    PCollection<KafkaRecord<byte[], byte[]>> records =
        pipeline.apply(
            "ReadTelemetry",
            new ReadTelemetry(
                plan.bootstrapServers(),
                plan.topic(),
                plan.groupId(),
                plan.outOfOrderness(),
                plan.idleTimeout(),
                plan.limits().maxFutureSkew(),
                plan.decoding().decoder().registry() != null));

    PCollectionTuple decoded =
        records.apply("DecodeTelemetry", new DecodeTelemetry(plan.decoding()));
    RollupRows rows =
        RollupRows.of(decoded.get(DecodeTelemetry.DELTAS), plan.rollups(), RollupRows.TABLES);

    decoded
        .get(DecodeTelemetry.DEAD_LETTERS)
        .apply(
            "WriteDeadLetters",
            new WriteDeadLetters(
                plan.bootstrapServers(), plan.deadLetterTopic(), plan.clickHouse().maxOutage()));
    rows.get(Table.ROLLUP_1M)
        .apply(
            "PushDeviceStatus",
            new PushDeviceStatus(
                plan.caches().redis(), plan.statusTtl(), plan.clickHouse().maxOutage()));
    write("WriteTelemetry", Table.TELEMETRY, decoded.get(DecodeTelemetry.RAW), plan);
    write("WriteMinutes", Table.ROLLUP_1M, rows.get(Table.ROLLUP_1M), plan);
    write("WriteSlidingWindows", Table.ROLLUP_5M, rows.get(Table.ROLLUP_5M), plan);
    write("WriteHours", Table.ROLLUP_1H, rows.get(Table.ROLLUP_1H), plan);
    write("WriteDays", Table.ROLLUP_1D, rows.get(Table.ROLLUP_1D), plan);
  }

  private static void write(
      String step, Table table, PCollection<RowBlock> blocks, TelemetryStreamPlan plan) {
    WriteRows rows =
        new WriteRows(
            table, plan.clickHouse(), plan.decoding().maxBlockRows(), plan.clickHouseWriter());
    blocks.apply(
        step,
        table == Table.TELEMETRY
            ? rows
            : rows.evicting(
                plan.caches(), plan.rollups().length(table), plan.rollups().step(table)));
  }
}
