package io.wattflow.benchmarks.micro;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rows to the blocks that are sent to ClickHouse. Builders are reused, as in the stream. */
@State(Scope.Benchmark)
public class BlockBenchmark extends MicroBenchmark {
  private static final int READINGS_PER_MINUTE = 6;

  private final RowBlockBuilder raw = new RowBlockBuilder(Table.TELEMETRY, READINGS);
  private final RowBlockBuilder minutes = new RowBlockBuilder(Table.ROLLUP_1M, SERIES);
  private DecodedReading[] readings = {};
  private long[] hashes = {};
  private final List<RollupRow> rows = new ArrayList<>();

  @Setup
  public void prepare() {
    readings = MinuteReadings.decoded(MinuteReadings.records());
    hashes = Arrays.stream(readings).mapToLong(BlockBenchmark::hash).toArray();
    EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
    rows.clear();
    DeviceMinutes.of(READINGS_PER_MINUTE)
        .minutes()
        .get(0)
        .forEach(series -> rows.add(aggregator.summarise(series)));
  }

  private static long hash(DecodedReading reading) {
    return Shards.hash(
        reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
  }

  /** Raw readings, whose devices have been hashed, in one block. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public RowBlock rawReadings() {
    for (int i = 0; i < readings.length; i++) {
      raw.append(readings[i], hashes[i]);
    }
    return raw.build();
  }

  /** Rows of minutes in one block. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public RowBlock minuteRowsPerRow() {
    for (RollupRow row : rows) {
      minutes.append(row);
    }
    return minutes.build();
  }
}
