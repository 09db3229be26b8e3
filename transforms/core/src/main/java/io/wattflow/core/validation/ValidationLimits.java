package io.wattflow.core.validation;

import io.wattflow.core.rollup.ReadingLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * The bounds that a {@link ReadingValidator} enforces. They may be stricter than {@link
 * ReadingLimits} and never looser.
 *
 * @param maxFutureSkew how far the event time may be ahead of the clock, 0 to 36,500 days
 * @param maxAge how far it may be behind, 0 to 36,500 days
 * @param maxDeviceIdBytes longest device id in UTF-8 bytes, 1 to 128
 * @param maxPowerWatts greatest magnitude of the power in W, above 0 and at most 1 MW
 * @param maxVoltageVolts greatest voltage in V, above 0 and at most 1,000,000
 * @param maxCounterWattHours greatest energy counter in Wh, above 0 and at most 1e12
 */
public record ValidationLimits(
    Duration maxFutureSkew,
    Duration maxAge,
    int maxDeviceIdBytes,
    double maxPowerWatts,
    double maxVoltageVolts,
    double maxCounterWattHours)
    implements Serializable {

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final double HIGHEST_VOLTAGE = 1_000_000;

  /** Checks the bounds of the bounds. */
  public ValidationLimits {
    checkDuration("maxFutureSkew", maxFutureSkew);
    checkDuration("maxAge", maxAge);
    checkNumber("maxDeviceIdBytes", maxDeviceIdBytes, ReadingLimits.MAX_DEVICE_ID_BYTES);
    checkNumber("maxPowerWatts", maxPowerWatts, ReadingLimits.MAX_POWER_MILLIWATTS / 1000.0);
    checkNumber("maxVoltageVolts", maxVoltageVolts, HIGHEST_VOLTAGE);
    checkNumber(
        "maxCounterWattHours",
        maxCounterWattHours,
        ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS / 1000.0);
  }

  /** 5 minutes ahead, 365 days behind, 128 bytes, 1 MW, 2,000 V, 1e12 Wh. */
  public static ValidationLimits defaults() {
    return new ValidationLimits(
        Duration.ofMinutes(5), Duration.ofDays(365), 128, 1_000_000, 2_000, 1e12);
  }

  /** The same limits with another skew. */
  public ValidationLimits withMaxFutureSkew(Duration skew) {
    return new ValidationLimits(
        skew, maxAge, maxDeviceIdBytes, maxPowerWatts, maxVoltageVolts, maxCounterWattHours);
  }

  /** The same limits with another age. */
  public ValidationLimits withMaxAge(Duration age) {
    return new ValidationLimits(
        maxFutureSkew, age, maxDeviceIdBytes, maxPowerWatts, maxVoltageVolts, maxCounterWattHours);
  }

  private static void checkDuration(String name, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is not in [0, " + LONGEST + "]");
    }
  }

  private static void checkNumber(String name, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw new IllegalArgumentException(name + " " + value + " is not in (0, " + most + "]");
    }
  }
}
