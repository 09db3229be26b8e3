package io.wattflow.benchmarks.micro;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Payloads to readings. */
@State(Scope.Benchmark)
public class DecodeBenchmark extends MicroBenchmark {
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading reading = new DecodedReading();
  private byte[][] current = {};
  private byte[][] oldest = {};

  @Setup
  public void prepare() {
    current = MinuteReadings.payloads(MinuteReadings.records());
    oldest = MinuteReadings.payloads(MinuteReadings.oldestRecords());
  }

  /** The current schema: the hand-written path. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public long currentSchema() {
    return decode(current);
  }

  /** The first published schema: resolved by Avro's rules. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public long oldestSchema() {
    return decode(oldest);
  }

  /** The event time alone, for the watermark. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public long peekEventTime() {
    long sum = 0;
    for (byte[] payload : current) {
      sum += ReadingDecoder.peekEventTime(payload, 0);
    }
    return sum;
  }

  private long decode(byte[][] payloads) {
    long sum = 0;
    for (byte[] payload : payloads) {
      if (decoder.decode(payload, reading) != null) {
        throw new IllegalStateException(decoder.detail());
      }
      sum += reading.eventTimeMillis();
    }
    return sum;
  }
}
