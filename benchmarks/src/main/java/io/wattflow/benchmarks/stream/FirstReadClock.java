package io.wattflow.benchmarks.stream;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serial;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The system's clock, which validators ask once for each reading; it remembers when the JVM's first
 * reading came. That is where the measured time begins, alike for all subjects.
 */
final class FirstReadClock extends Clock implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** As {@link System#nanoTime}; 0: none came yet. */
  private static volatile long firstNanos;

  private static volatile long processorNanosBefore;

  /** When the first reading came, as {@link System#nanoTime}; 0 if none came yet. */
  static long firstNanos() {
    return firstNanos;
  }

  /** Processor time that the JVM had taken until then, in ns. */
  static long processorNanosBefore() {
    return processorNanosBefore;
  }

  /** Processor time that the JVM has taken so far, in ns. */
  static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  @Override
  public long millis() {
    if (firstNanos == 0) {
      noteFirst();
    }
    return System.currentTimeMillis();
  }

  private static synchronized void noteFirst() {
    if (firstNanos == 0) {
      processorNanosBefore = processorNanos();
      firstNanos = System.nanoTime();
    }
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
