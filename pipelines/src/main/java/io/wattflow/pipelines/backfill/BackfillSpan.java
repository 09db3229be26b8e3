package io.wattflow.pipelines.backfill;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time whose windows are recomputed, and what has to be read for it: whole days (or
 * hours, if no days are wanted), since a row is made of all readings of its window, and as much
 * before and after them as sliding windows reach over.
 *
 * @param from start of the first day
 * @param until end of the last one
 * @param before read in front of it, and windows are written that begin there
 * @param after read behind it, and windows are written that end there
 */
public record BackfillSpan(Instant from, Instant until, Duration before, Duration after) {
  public BackfillSpan {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a span must not be empty: " + from + " to " + until);
    }
  }

  /**
   * The whole units that hold a time.
   *
   * @param unit the longest window that is recomputed
   * @param margin on both sides
   */
  public static BackfillSpan around(Instant from, Instant until, Duration unit, Duration margin) {
    long day = unit.toMillis();
    long first = Math.floorDiv(from.toEpochMilli(), day) * day;
    long last = -Math.floorDiv(-until.toEpochMilli(), day) * day;
    return new BackfillSpan(
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(Math.max(last, first + day)),
        margin,
        margin);
  }

  /** Another stretch of time with the same margins. */
  public BackfillSpan over(Instant otherFrom, Instant otherUntil) {
    return new BackfillSpan(otherFrom, otherUntil, before, after);
  }

  /** The same stretch of time with other margins. */
  public BackfillSpan within(Duration otherBefore, Duration otherAfter) {
    return new BackfillSpan(from, until, otherBefore, otherAfter);
  }

  /** First event time that is read, in ms since the epoch. */
  public long readFromMillis() {
    return from.minus(before).toEpochMilli();
  }

  /** First event time that is not read any more. */
  public long readUntilMillis() {
    return until.plus(after).toEpochMilli();
  }
}
