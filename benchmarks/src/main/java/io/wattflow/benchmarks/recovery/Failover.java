package io.wattflow.benchmarks.recovery;

/**
 * Decides when a killed TaskManager is made up for, from the age of the oldest reading that was
 * accepted and is not visible yet.
 *
 * <p>Made up for is: everything accepted is visible but for what was sent in the last moments, as
 * many as was normal before the kill, and at least a second; and something sent after the restart
 * is visible, for what was under way at the kill may still arrive. It has to stay so for a while,
 * or it was chance.
 */
final class Failover {
  private static final long LEAST_NORMAL_NANOS = 1_000_000_000L;
  private static final long STEADY_NANOS = 3_000_000_000L;

  private final long killNanos;
  private final long normalNanos;
  private long restartNanos = Long.MAX_VALUE;
  private long firstRowNanos = Long.MIN_VALUE;
  private long caughtUpNanos = Long.MIN_VALUE;
  private long worstNanos;

  /**
   * Begins with the kill.
   *
   * @param killNanos when, as all instants here, of {@link System#nanoTime}
   * @param normalNanos the age that was hardly ever exceeded before it
   */
  Failover(long killNanos, long normalNanos) {
    this.killNanos = killNanos;
    this.normalNanos = Math.max(LEAST_NORMAL_NANOS, normalNanos);
  }

  /** All tasks run again. */
  void restarted(long nowNanos) {
    restartNanos = nowNanos;
  }

  /**
   * Takes in a look at the rows.
   *
   * @param nowNanos when
   * @param oldestUnseenNanos age of the oldest reading that no row counts
   * @param newestSeenNanos when the newest reading that a row counts was accepted
   * @return whether it is made up for, and has been so for three seconds
   */
  boolean look(long nowNanos, long oldestUnseenNanos, long newestSeenNanos) {
    worstNanos = Math.max(worstNanos, oldestUnseenNanos);
    boolean works = restartNanos != Long.MAX_VALUE && newestSeenNanos - restartNanos > 0;
    if (works && firstRowNanos == Long.MIN_VALUE) {
      firstRowNanos = nowNanos;
    }
    if (!works || oldestUnseenNanos > normalNanos) {
      caughtUpNanos = Long.MIN_VALUE;
      return false;
    }
    if (caughtUpNanos == Long.MIN_VALUE) {
      caughtUpNanos = nowNanos;
    }
    return nowNanos - caughtUpNanos >= STEADY_NANOS;
  }

  /** From the kill until it was made up for, in seconds; NaN if it is not. */
  double caughtUpSeconds() {
    return seconds(caughtUpNanos);
  }

  /** From the kill until the first row with a reading sent after the restart; NaN if none. */
  double firstRowSeconds() {
    return seconds(firstRowNanos);
  }

  /** What counts as normal, in seconds. */
  double normalSeconds() {
    return normalNanos / 1e9;
  }

  /** The highest age since the kill, in seconds. */
  double worstSeconds() {
    return worstNanos / 1e9;
  }

  private double seconds(long nanos) {
    return nanos == Long.MIN_VALUE ? Double.NaN : (nanos - killNanos) / 1e9;
  }
}
