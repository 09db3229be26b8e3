package io.wattflow.simulation.load;

import java.time.Duration;

/**
 * When a batch is complete: with so many records, or so long after its first one.
 *
 * @param maxRecords at least 1
 * @param linger longest time that a record waits for others; not negative. With none, a batch is of
 *     records that are due in the same millisecond
 */
public record Batching(int maxRecords, Duration linger) {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  public Batching {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords must be at least 1, is " + maxRecords);
    }
    if (linger.isNegative()) {
      throw new IllegalArgumentException("linger must not be negative, is " + linger);
    }
  }

  /** By number alone, for whom the clock means nothing. */
  public static Batching ofSize(int maxRecords) {
    return new Batching(maxRecords, FOREVER);
  }
}
