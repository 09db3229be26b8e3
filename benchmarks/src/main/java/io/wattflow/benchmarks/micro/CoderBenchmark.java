package io.wattflow.benchmarks.micro;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.PartialSets;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What travels through a shuffle and lies in checkpoints. */
@State(Scope.Benchmark)
public class CoderBenchmark extends MicroBenchmark {
  private static final int READINGS_PER_MINUTE = 6;

  /** Few, because each owns a histogram, and a job has one; many, to have various partials. */
  private static final int AGGREGATORS = 16;

  private ReadingSets sets =
      new ReadingSets(MinuteReadings.START_MILLIS, MinuteReadings.LENGTH_MILLIS);
  private byte[] encodedSets = {};
  private final List<SeriesKey> keys = new ArrayList<>();
  private final List<EnergyAggregator> aggregators = new ArrayList<>();
  private final PartialDelta delta = new PartialDelta();
  private List<byte[]> deltas = List.of();
  private PartialSets window = DeviceMinutes.emptyWindow();
  private byte[] encodedWindow = {};

  @Setup
  public void prepare() {
    sets = new ReadingSets(MinuteReadings.START_MILLIS, MinuteReadings.LENGTH_MILLIS);
    for (DecodedReading reading : MinuteReadings.decoded(MinuteReadings.distinctRecords())) {
      sets.add(reading);
    }
    require(READINGS, sets.distinctReadings());
    encodedSets = sets.encode();

    DeviceMinutes devices = DeviceMinutes.of(READINGS_PER_MINUTE);
    keys.clear();
    aggregators.clear();
    devices
        .minutes()
        .get(0)
        .forEach(
            series -> {
              keys.add(series.key());
              if (aggregators.size() < AGGREGATORS) {
                EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
                aggregator.summarise(series);
                aggregators.add(aggregator);
              }
            });
    require(SERIES, keys.size());
    deltas = devices.deltas();
    window = devices.window();
    require(PARTIALS, window.partialCount());
    encodedWindow = window.encode();
  }

  private static void require(int expected, int actual) {
    if (actual != expected) {
      throw new IllegalStateException(actual + " instead of " + expected);
    }
  }

  /** The sets of a minute to bytes. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public byte[] encodeSets() {
    return sets.encode();
  }

  /** And back. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public ReadingSets decodeSets() {
    return ReadingSets.decode(encodedSets);
  }

  /** What was summed up of minutes of 6 readings, as a packed delta. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public byte[] encodeDeltaPerPartial() {
    delta.clear();
    for (int i = 0; i < SERIES; i++) {
      delta.add(keys.get(i), MinuteReadings.START_MILLIS, aggregators.get(i % AGGREGATORS));
    }
    return delta.encode();
  }

  /** The deltas of five minutes into an empty sliding window. */
  @Benchmark
  @OperationsPerInvocation(PARTIALS)
  public PartialSets mergeDeltasPerPartial() {
    PartialSets merged = DeviceMinutes.emptyWindow();
    deltas.forEach(merged::merge);
    return merged;
  }

  /** A sliding window to bytes. */
  @Benchmark
  @OperationsPerInvocation(PARTIALS)
  public byte[] encodeWindowPerPartial() {
    return window.encode();
  }

  /** And back. */
  @Benchmark
  @OperationsPerInvocation(PARTIALS)
  public PartialSets decodeWindowPerPartial() {
    return PartialSets.decode(encodedWindow);
  }
}
