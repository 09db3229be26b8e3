package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.TelemetryScript;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The topics of {@code stream} and {@code cardinality}: seeded, some days old, nothing late. */
public final class StreamTopics {
  /** Share of readings that come twice, byte for byte. */
  public static final double REPEATED = 0.005;

  /** Share of readings that come up to two seconds behind their time. */
  public static final double OUT_OF_ORDER = 0.02;

  /** Room on disk for a record, compressed or not, with what subjects write beside it. */
  public static final long DISK_BYTES_PER_READING = 150;

  private static final long SEED = 7;

  /** Less than the watermark's slack, so that not even a repeat is late. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(4);

  private StreamTopics() {}

  /**
   * Fills a topic.
   *
   * @param bench whose broker is filled
   * @param topic that does not exist yet
   * @param devices 1 or more
   * @param readings about as many; at least {@code devices}
   * @param interval between two reports of a device
   * @param partitions 1 or more
   * @param progress gets a line every few seconds
   */
  public static Topics.Filled fill(
      Bench bench,
      String topic,
      int devices,
      long readings,
      Duration interval,
      int partitions,
      PrintStream progress)
      throws InterruptedException {
    Instant end = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    Duration span = Duration.ofMillis(readings * interval.toMillis() / devices);
    Fleet fleet = Fleet.benchmark(SEED, devices, end, span, interval);
    Faults faults = new Faults(0, OUT_OF_ORDER, REPEATED, 0, 0, 0, 0, Duration.ZERO, LONGEST_DELAY);
    return Topics.fill(
        bench.kafka().bootstrap(),
        topic,
        partitions,
        TelemetryScript.of(SEED, faults, fleet),
        progress);
  }
}
