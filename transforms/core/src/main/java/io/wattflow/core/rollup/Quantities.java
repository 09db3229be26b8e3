package io.wattflow.core.rollup;

/**
 * The one place where measured doubles become integers. Everything after it is exact. Rounding is
 * half up, as {@link Math#round(double)}.
 *
 * <p>And back: the doubles that stored integers are given out as. Within {@link ReadingLimits} they
 * become the same integers again, whatever was rounded on the way.
 */
public final class Quantities {
  /** mW·ms in a doubled Wh: 2 * 1000 mW/W * 3,600,000 ms/h. */
  public static final double DOUBLED_PER_WATT_HOUR = 7.2e9;

  private Quantities() {}

  /** W to mW. */
  public static long milliwatts(double watts) {
    return Math.round(watts * 1000);
  }

  /** A power factor in [-1, 1] to 1/10,000. */
  public static int tenThousandths(double powerFactor) {
    return (int) Math.round(powerFactor * 10000);
  }

  /** Wh to mWh. */
  public static long milliwattHours(double wattHours) {
    return Math.round(wattHours * 1000);
  }

  /** V to mV. */
  public static int millivolts(double volts) {
    return (int) Math.round(volts * 1000);
  }

  /** mW to W. */
  public static double watts(long milliwatts) {
    return milliwatts / 1000.0;
  }

  /** 1/10,000 to a power factor. */
  public static double powerFactor(int tenThousandths) {
    return tenThousandths / 10000.0;
  }

  /** mWh to Wh. */
  public static double wattHours(long milliwattHours) {
    return milliwattHours / 1000.0;
  }

  /** mV to V. */
  public static double volts(int millivolts) {
    return millivolts / 1000.0;
  }
}
