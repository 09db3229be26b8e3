package io.wattflow.benchmarks.micro;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialSets;
import io.wattflow.core.rollup.ReadingSets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Windows to rows, the visit of their series included. */
@State(Scope.Benchmark)
public class SummaryBenchmark extends MicroBenchmark {
  /** Readings of a device in a minute. */
  @Param({"60", "6", "1"})
  public int readings;

  private final EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
  private ReadingSets minute =
      new ReadingSets(MinuteReadings.START_MILLIS, MinuteReadings.LENGTH_MILLIS);
  private PartialSets window = DeviceMinutes.emptyWindow();

  @Setup
  public void prepare() {
    DeviceMinutes devices = DeviceMinutes.of(readings);
    minute = devices.minutes().get(0);
    window = devices.window();
  }

  /** A minute from its readings. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public void minutePerRow(Blackhole blackhole) {
    minute.forEach(series -> blackhole.consume(aggregator.summarise(series)));
  }

  /** A sliding window of five minutes from their partials. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public void slidingWindowPerRow(Blackhole blackhole) {
    window.forEach(series -> blackhole.consume(aggregator.summarise(series)));
  }
}
