package io.wattflow.core.validation;

import io.wattflow.schemas.wire.DecodedReading;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a decoded reading may enter the raw table and the rollups.
 *
 * <p>Stateless and safe for use by several threads; allocates nothing as long as readings are good.
 */
public final class ReadingValidator implements Serializable {
  // A window's start is stored as unsigned seconds in 32 bits; a day is left for the longest
  // window.
  private static final long LAST_MILLIS = (0xFFFF_FFFFL - 86_400) * 1000;

  private static final long serialVersionUID = 1L;

  private final ValidationLimits limits;
  private final long skewMillis;
  private final long ageMillis;

  /** A validator under some limits. */
  public ReadingValidator(ValidationLimits limits) {
    this.limits = limits;
    this.skewMillis = limits.maxFutureSkew().toMillis();
    this.ageMillis = limits.maxAge().toMillis();
  }

  /** The limits that apply. */
  public ValidationLimits limits() {
    return limits;
  }

  /**
   * Judges a reading.
   *
   * @param nowMillis the clock, in ms since the epoch
   * @return null if the reading is good, otherwise the first thing that is wrong with it
   */
  public @Nullable RejectionReason validate(DecodedReading reading, long nowMillis) {
    RejectionReason identity = checkIdentity(reading);
    if (identity != null) {
      return identity;
    }
    long time = reading.eventTimeMillis();
    if (time > Math.min(nowMillis + skewMillis, LAST_MILLIS)) {
      return RejectionReason.EVENT_TIME_TOO_FAR_IN_FUTURE;
    }
    if (time < Math.max(nowMillis - ageMillis, 0)) {
      return RejectionReason.EVENT_TIME_TOO_OLD;
    }
    return checkMeasurement(reading);
  }

  private @Nullable RejectionReason checkIdentity(DecodedReading reading) {
    if (reading.deviceIdLength() == 0) {
      return RejectionReason.EMPTY_DEVICE_ID;
    }
    if (reading.deviceIdLength() > limits.maxDeviceIdBytes()) {
      return RejectionReason.DEVICE_ID_TOO_LONG;
    }
    if (reading.userId() <= 0) {
      return RejectionReason.USER_ID_NOT_POSITIVE;
    }
    return reading.hasSequence() && reading.sequence() < 0
        ? RejectionReason.SEQUENCE_NEGATIVE
        : null;
  }

  private @Nullable RejectionReason checkMeasurement(DecodedReading reading) {
    if (notFiniteField(reading) != null) {
      return RejectionReason.NOT_FINITE;
    }
    if (Math.abs(reading.powerWatts()) > limits.maxPowerWatts()) {
      return RejectionReason.POWER_OUT_OF_RANGE;
    }
    if (reading.hasPowerFactor() && Math.abs(reading.powerFactor()) > 1) {
      return RejectionReason.POWER_FACTOR_OUT_OF_RANGE;
    }
    if (reading.hasEnergyCounterWh()
        && isOutside(reading.energyCounterWh(), limits.maxCounterWattHours())) {
      return RejectionReason.COUNTER_OUT_OF_RANGE;
    }
    if (reading.hasVoltageVolts() && isOutside(reading.voltageVolts(), limits.maxVoltageVolts())) {
      return RejectionReason.VOLTAGE_OUT_OF_RANGE;
    }
    return null;
  }

  private static boolean isOutside(double value, double most) {
    return value < 0 || value > most;
  }

  private static @Nullable String notFiniteField(DecodedReading reading) {
    if (!Double.isFinite(reading.powerWatts())) {
      return "power_watts";
    }
    if (reading.hasPowerFactor() && !Double.isFinite(reading.powerFactor())) {
      return "power_factor";
    }
    if (reading.hasEnergyCounterWh() && !Double.isFinite(reading.energyCounterWh())) {
      return "energy_counter_wh";
    }
    return reading.hasVoltageVolts() && !Double.isFinite(reading.voltageVolts())
        ? "voltage_volts"
        : null;
  }

  /** Name of the field, as in the schema, that a reading was refused for. */
  public static String fieldOf(RejectionReason reason, DecodedReading reading) {
    return switch (reason) {
      case NOT_FINITE -> Objects.requireNonNullElse(notFiniteField(reading), "power_watts");
      case EVENT_TIME_TOO_FAR_IN_FUTURE, EVENT_TIME_TOO_OLD -> "event_time";
      case EMPTY_DEVICE_ID, DEVICE_ID_TOO_LONG -> "device_id";
      case USER_ID_NOT_POSITIVE -> "user_id";
      case POWER_OUT_OF_RANGE -> "power_watts";
      case POWER_FACTOR_OUT_OF_RANGE -> "power_factor";
      case COUNTER_OUT_OF_RANGE -> "energy_counter_wh";
      case VOLTAGE_OUT_OF_RANGE -> "voltage_volts";
      case SEQUENCE_NEGATIVE -> "sequence";
    };
  }

  /** One line for people: the field, its value and the bound that it broke. */
  public String describe(RejectionReason reason, DecodedReading reading) {
    return switch (reason) {
      case NOT_FINITE -> describeNotFinite(reading);
      case EVENT_TIME_TOO_FAR_IN_FUTURE ->
          eventTime(reading) + " is more than " + limits.maxFutureSkew() + " in the future";
      case EVENT_TIME_TOO_OLD ->
          eventTime(reading) + " is more than " + limits.maxAge() + " in the past";
      case EMPTY_DEVICE_ID -> "device_id is empty";
      case DEVICE_ID_TOO_LONG ->
          "device_id has "
              + reading.deviceIdLength()
              + " bytes, allowed are "
              + limits.maxDeviceIdBytes();
      case USER_ID_NOT_POSITIVE -> "user_id " + reading.userId() + " is not positive";
      case POWER_OUT_OF_RANGE ->
          "power_watts "
              + reading.powerWatts()
              + " is not in [-"
              + limits.maxPowerWatts()
              + ", "
              + limits.maxPowerWatts()
              + "]";
      case POWER_FACTOR_OUT_OF_RANGE ->
          "power_factor " + reading.powerFactor() + " is not in [-1, 1]";
      case COUNTER_OUT_OF_RANGE ->
          "energy_counter_wh "
              + reading.energyCounterWh()
              + " is not in [0, "
              + limits.maxCounterWattHours()
              + "]";
      case VOLTAGE_OUT_OF_RANGE ->
          "voltage_volts "
              + reading.voltageVolts()
              + " is not in [0, "
              + limits.maxVoltageVolts()
              + "]";
      case SEQUENCE_NEGATIVE -> "sequence " + reading.sequence() + " is negative";
    };
  }

  private static String describeNotFinite(DecodedReading reading) {
    String field = notFiniteField(reading);
    if (field == null) {
      return "all numbers are finite";
    }
    double value =
        switch (field) {
          case "power_watts" -> reading.powerWatts();
          case "power_factor" -> reading.powerFactor();
          case "energy_counter_wh" -> reading.energyCounterWh();
          default -> reading.voltageVolts();
        };
    return field + " " + value + " is not a finite number";
  }

  private static String eventTime(DecodedReading reading) {
    // Instant covers every long of milliseconds.
    return "event_time " + Instant.ofEpochMilli(reading.eventTimeMillis());
  }
}
