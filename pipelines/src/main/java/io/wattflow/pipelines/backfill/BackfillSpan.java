package io.wattflow.pipelines.backfill;

import io.wattflow.pipelines.RollupPlan;
import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time whose windows are recomputed, and what has to be read for it: whole days (or
 * hours, if no days are wanted), since a row is made of all readings of its window, and as much
 * before and after them as sliding windows reach over.
 *
 * @param from start of the first day
 * @param until end of the last one
 * @param margin read before and after, in front of sliding windows
 */
public record BackfillSpan(Instant from, Instant until, Duration margin) {
  public BackfillSpan {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a span must not be empty: " + from + " to " + until);
    }
  }

  /**
   * The whole units that hold a time.
   *
   * @param unit the longest window that is recomputed
   */
  public static BackfillSpan around(Instant from, Instant until, Duration unit, RollupPlan plan) {
    long day = unit.toMillis();
    long first = Math.floorDiv(from.toEpochMilli(), day) * day;
    long last = -Math.floorDiv(-until.toEpochMilli(), day) * day;
    return new BackfillSpan(
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(Math.max(last, first + day)),
        plan.slidingLength().minus(plan.slidingPeriod()));
  }

  /** First event time that is read, in ms since the epoch. */
  public long readFromMillis() {
    return from.minus(margin).toEpochMilli();
  }

  /** First event time that is not read any more. */
  public long readUntilMillis() {
    return until.plus(margin).toEpochMilli();
  }
}
