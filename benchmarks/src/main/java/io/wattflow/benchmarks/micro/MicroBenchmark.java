package io.wattflow.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all micro benchmarks have in common. Figures are ns per reading, or per what the name of the
 * method says. Options of JMH go before the settings here.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// As the stream has it, and not as the JVM of `bench`, whose options a fork would inherit.
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public abstract class MicroBenchmark {
  /** Readings that one call goes through: more than 2 MB of payloads, as after a fetch. */
  static final int READINGS = 32_768;

  /** Series of the windows that are summed up and merged. */
  static final int SERIES = 1_024;

  /** Minutes of a sliding window. */
  static final int MINUTES = 5;

  /** Partials of a sliding window, in which every series reports every minute. */
  static final int PARTIALS = SERIES * MINUTES;
}
