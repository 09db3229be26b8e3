package io.wattflow.simulation;

/**
 * What a record says, in the fixed-point integers that the tables hold: the truth against which
 * stored rows are compared. Absent optional values are the constants below, as in the table {@code
 * telemetry}.
 *
 * @param userId owner; non-negative
 * @param deviceId not empty
 * @param deviceType symbol of the device type, {@code UNKNOWN} where the producer says nothing
 * @param eventTimeMillis instant of the reading, in ms since 1970 UTC
 * @param sequence at least 0, or {@link #NO_SEQUENCE}
 * @param powerMilliwatts import positive, export negative; at most 1 MW either way
 * @param powerFactor in 1/10,000, or {@link #NO_POWER_FACTOR}
 * @param energyCounterMilliwattHours cumulative import, at least 0, or {@link #NO_COUNTER}
 * @param voltageMillivolts at least 0, or {@link #NO_VOLTAGE}; no part of what makes a reading
 *     distinct
 */
public record TrueReading(
    long userId,
    String deviceId,
    String deviceType,
    long eventTimeMillis,
    long sequence,
    long powerMilliwatts,
    int powerFactor,
    long energyCounterMilliwattHours,
    int voltageMillivolts) {

  public static final long NO_SEQUENCE = -1;
  public static final int NO_POWER_FACTOR = Short.MIN_VALUE;
  public static final long NO_COUNTER = -1;
  public static final int NO_VOLTAGE = -1;

  /**
   * Quantises measured values as the pipeline must: {@code Math.round(x * 1000)}, the power factor
   * with 10,000. An absent optional value is NaN, an absent sequence {@link #NO_SEQUENCE}.
   */
  static TrueReading of(Measurement m) {
    SimulatedDevice device = m.device();
    return new TrueReading(
        m.userId(),
        device.deviceId(),
        device.reportedType(),
        m.eventTimeMillis(),
        m.sequence(),
        Math.round(m.watts() * 1000),
        Double.isNaN(m.powerFactor())
            ? NO_POWER_FACTOR
            : Math.toIntExact(Math.round(m.powerFactor() * 10000)),
        Double.isNaN(m.energyCounterWh()) ? NO_COUNTER : Math.round(m.energyCounterWh() * 1000),
        Double.isNaN(m.volts()) ? NO_VOLTAGE : Math.toIntExact(Math.round(m.volts() * 1000)));
  }
}
