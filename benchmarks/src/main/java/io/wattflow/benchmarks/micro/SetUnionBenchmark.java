package io.wattflow.benchmarks.micro;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Readings into the sets of their minute. */
@State(Scope.Benchmark)
public class SetUnionBenchmark extends MicroBenchmark {
  private static final int READINGS_PER_DELTA = 1_024;

  private DecodedReading[] readings = {};
  private final List<byte[]> deltas = new ArrayList<>();
  private ReadingSets whole = empty();

  @Setup
  public void prepare() {
    readings = MinuteReadings.decoded(MinuteReadings.records());
    deltas.clear();
    for (int from = 0; from < READINGS; from += READINGS_PER_DELTA) {
      ReadingSets delta = empty();
      for (int i = from; i < from + READINGS_PER_DELTA; i++) {
        delta.add(readings[i]);
      }
      deltas.add(delta.encode());
    }
    whole = empty();
    deltas.forEach(whole::merge);
  }

  private static ReadingSets empty() {
    return new ReadingSets(MinuteReadings.START_MILLIS, MinuteReadings.LENGTH_MILLIS);
  }

  /** One by one into an empty accumulator, hashing and settling included. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public int add() {
    ReadingSets sets = empty();
    for (DecodedReading reading : readings) {
      sets.add(reading);
    }
    return sets.distinctReadings();
  }

  /** As encoded deltas of 1,024 readings into an empty accumulator, settling included. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public int mergeDeltas() {
    ReadingSets sets = empty();
    deltas.forEach(sets::merge);
    return sets.distinctReadings();
  }

  /** The same deltas into an accumulator that has seen all of them. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public int mergeRepeats() {
    deltas.forEach(whole::merge);
    return whole.distinctReadings();
  }
}
