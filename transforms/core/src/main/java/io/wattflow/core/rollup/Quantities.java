package io.wattflow.core.rollup;

/**
 * The one place where measured doubles become integers. Everything after it is exact. Rounding is
 * half up, as {@link Math#round(double)}.
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
}
