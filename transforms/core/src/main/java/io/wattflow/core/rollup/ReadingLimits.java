package io.wattflow.core.rollup;

/**
 * The hard bounds of what an accumulator takes. They are what makes every sum fit into a {@code
 * long}, so they are no settings; validation may be stricter and never looser.
 */
public final class ReadingLimits {
  /** Longest device id, in UTF-8 bytes. */
  public static final int MAX_DEVICE_ID_BYTES = 128;

  /** Greatest magnitude of a power: 1 MW in mW. */
  public static final long MAX_POWER_MILLIWATTS = 1_000_000_000L;

  /** Greatest magnitude of a power factor: 1 in 1/10,000. */
  public static final int MAX_POWER_FACTOR = 10_000;

  /** Greatest reading of an energy counter: 1e12 Wh in mWh. */
  public static final long MAX_COUNTER_MILLIWATT_HOURS = 1_000_000_000_000_000L;

  /** Stands for an absent power factor. */
  public static final int NO_POWER_FACTOR = -32_768;

  /** Stands for an absent sequence number. */
  public static final long NO_SEQUENCE = -1;

  /** Stands for an absent energy counter. */
  public static final long NO_COUNTER = -1;

  /**
   * Longest window, 31 days in ms. The doubled energy of a window is at most 2 * MAX_POWER * its
   * length = 5.4e18, which is below 2^63 = 9.2e18.
   */
  public static final long MAX_WINDOW_MILLIS = 31L * 24 * 60 * 60 * 1000;

  /** About the year 142,000; keeps differences of instants far from overflow. */
  static final long MAX_EPOCH_MILLIS = 1L << 52;

  private ReadingLimits() {}

  static void checkWindow(long start, long length) {
    if (length < 1 || length > MAX_WINDOW_MILLIS) {
      throw new IllegalArgumentException(
          "a window of " + length + " ms, allowed are 1 to " + MAX_WINDOW_MILLIS);
    }
    if (start < -MAX_EPOCH_MILLIS || start > MAX_EPOCH_MILLIS) {
      throw new IllegalArgumentException("window start " + start + " ms is out of range");
    }
  }

  static void check(long powerMilliwatts, int powerFactor, long counter, long sequence) {
    if (powerMilliwatts > MAX_POWER_MILLIWATTS || powerMilliwatts < -MAX_POWER_MILLIWATTS) {
      throw new IllegalArgumentException("power of " + powerMilliwatts + " mW exceeds 1 MW");
    }
    if (powerFactor != NO_POWER_FACTOR
        && (powerFactor > MAX_POWER_FACTOR || powerFactor < -MAX_POWER_FACTOR)) {
      throw new IllegalArgumentException(
          "power factor of " + powerFactor + "/10000 is not in [-1, 1]");
    }
    if (counter < NO_COUNTER || counter > MAX_COUNTER_MILLIWATT_HOURS) {
      throw new IllegalArgumentException(
          "energy counter of " + counter + " mWh is not in [0, 1e15]");
    }
    if (sequence < NO_SEQUENCE) {
      throw new IllegalArgumentException("sequence " + sequence + " is negative");
    }
  }
}
