package io.wattflow.reports.compute;

/**
 * The one place where the doubles of rollup rows become integers; sums of them do not depend on
 * their order. Half up, as {@link Math#round(double)}, so an energy is off by 0.5 µWh at most.
 */
public final class Micro {
  private static final double PER_UNIT = 1e6;
  private static final double MILLIS = 1000;

  private Micro() {}

  /** Wh to µWh. */
  public static long wattHours(double wattHours) {
    return Math.round(wattHours * PER_UNIT);
  }

  /** s to ms. */
  public static long millis(double seconds) {
    return Math.round(seconds * MILLIS);
  }

  /** W to mW. */
  public static long milliwatts(double watts) {
    return Math.round(watts * MILLIS);
  }
}
