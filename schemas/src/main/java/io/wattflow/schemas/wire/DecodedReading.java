package io.wattflow.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.schemas.avro.DeviceType;
import java.util.Arrays;
import java.util.Objects;

/**
 * One reading as it stood on the wire, in primitives: nothing is checked, rounded or converted yet.
 *
 * <p>A holder to be reused, one per thread, so that decoding allocates nothing. The device id is a
 * slice of the payload it was decoded from and is valid only until the next use of this holder or
 * of that array. An accessor of an optional field gives 0 where {@code has…} is false.
 */
public final class DecodedReading {
  private static final int POWER_FACTOR = 1;
  private static final int VOLTAGE = 2;
  private static final int COUNTER = 4;
  private static final int SEQUENCE = 8;
  private static final DeviceType[] DEVICE_TYPES = DeviceType.values();
  private static final byte[] NOTHING = new byte[0];

  private byte[] deviceIdBuffer = NOTHING;
  private int deviceIdOffset;
  private int deviceIdLength;
  private long userId;
  private int deviceTypeCode;
  private long eventTimeMillis;
  private double powerWatts;
  private int present;
  private double powerFactor;
  private double voltageVolts;
  private double energyCounterWh;
  private long sequence;

  /** The array that holds the device id; not to be written to. */
  public byte[] deviceIdBuffer() {
    return deviceIdBuffer;
  }

  /** Where the device id begins in {@link #deviceIdBuffer()}. */
  public int deviceIdOffset() {
    return deviceIdOffset;
  }

  /** Length of the device id in bytes of UTF-8; may be 0. */
  public int deviceIdLength() {
    return deviceIdLength;
  }

  /** The device id as a new string. */
  public String deviceId() {
    return new String(deviceIdBuffer, deviceIdOffset, deviceIdLength, UTF_8);
  }

  public long userId() {
    return userId;
  }

  /** Position of the type in {@link DeviceType}; 0 (UNKNOWN) for a symbol this version has not. */
  public int deviceTypeCode() {
    return deviceTypeCode;
  }

  public DeviceType deviceType() {
    return DEVICE_TYPES[deviceTypeCode];
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, any long. */
  public long eventTimeMillis() {
    return eventTimeMillis;
  }

  /** Active power in watts, import positive; may be NaN or infinite. */
  public double powerWatts() {
    return powerWatts;
  }

  public boolean hasPowerFactor() {
    return (present & POWER_FACTOR) != 0;
  }

  /** Without unit; may be NaN or infinite. */
  public double powerFactor() {
    return powerFactor;
  }

  public boolean hasVoltageVolts() {
    return (present & VOLTAGE) != 0;
  }

  /** In volts; may be NaN or infinite. */
  public double voltageVolts() {
    return voltageVolts;
  }

  public boolean hasEnergyCounterWh() {
    return (present & COUNTER) != 0;
  }

  /** Cumulative import counter in watt-hours; may be NaN, infinite or negative. */
  public double energyCounterWh() {
    return energyCounterWh;
  }

  public boolean hasSequence() {
    return (present & SEQUENCE) != 0;
  }

  /** May be negative. */
  public long sequence() {
    return sequence;
  }

  /** Sets the required fields and clears the optional ones; units as in the accessors. */
  @SuppressWarnings("EnumOrdinal") // The position is the code on the wire.
  public DecodedReading set(
      String deviceId,
      long userId,
      DeviceType deviceType,
      long eventTimeMillis,
      double powerWatts) {
    byte[] id = deviceId.getBytes(UTF_8);
    return setDeviceId(id, 0, id.length)
        .setRequired(userId, deviceType.ordinal(), eventTimeMillis, powerWatts);
  }

  /**
   * Points the device id at a slice of an array, which is not copied.
   *
   * @throws IndexOutOfBoundsException if the slice is not within the array
   */
  public DecodedReading setDeviceId(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    deviceIdBuffer = buffer;
    deviceIdOffset = offset;
    deviceIdLength = length;
    return this;
  }

  /**
   * Sets the required fields but the device id, and clears the optional ones.
   *
   * @param deviceTypeCode position in {@link DeviceType}
   * @throws IndexOutOfBoundsException if there is no such type
   */
  public DecodedReading setRequired(
      long userId, int deviceTypeCode, long eventTimeMillis, double powerWatts) {
    present = 0;
    powerFactor = 0;
    voltageVolts = 0;
    energyCounterWh = 0;
    sequence = 0;
    setRequiredKeepingOptional(userId, deviceTypeCode, eventTimeMillis, powerWatts);
    return this;
  }

  void setRequiredKeepingOptional(
      long userId, int deviceTypeCode, long eventTimeMillis, double powerWatts) {
    this.userId = userId;
    this.deviceTypeCode = Objects.checkIndex(deviceTypeCode, DEVICE_TYPES.length);
    this.eventTimeMillis = eventTimeMillis;
    this.powerWatts = powerWatts;
  }

  public DecodedReading setPowerFactor(double value) {
    powerFactor = value;
    present |= POWER_FACTOR;
    return this;
  }

  public DecodedReading setVoltageVolts(double value) {
    voltageVolts = value;
    present |= VOLTAGE;
    return this;
  }

  public DecodedReading setEnergyCounterWh(double value) {
    energyCounterWh = value;
    present |= COUNTER;
    return this;
  }

  public DecodedReading setSequence(long value) {
    sequence = value;
    present |= SEQUENCE;
    return this;
  }

  /** Whether both hold the same reading, bit for bit, wherever the device id is kept. */
  public boolean sameAs(DecodedReading other) {
    return Arrays.equals(
            deviceIdBuffer,
            deviceIdOffset,
            deviceIdOffset + deviceIdLength,
            other.deviceIdBuffer,
            other.deviceIdOffset,
            other.deviceIdOffset + other.deviceIdLength)
        && userId == other.userId
        && deviceTypeCode == other.deviceTypeCode
        && eventTimeMillis == other.eventTimeMillis
        && sameBits(powerWatts, other.powerWatts)
        && present == other.present
        && sameBits(powerFactor, other.powerFactor)
        && sameBits(voltageVolts, other.voltageVolts)
        && sameBits(energyCounterWh, other.energyCounterWh)
        && sequence == other.sequence;
  }

  private static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  @Override
  public String toString() {
    return "DecodedReading[deviceId="
        + deviceId()
        + ", userId="
        + userId
        + ", deviceType="
        + deviceType()
        + ", eventTimeMillis="
        + eventTimeMillis
        + ", powerWatts="
        + powerWatts
        + (hasPowerFactor() ? ", powerFactor=" + powerFactor : "")
        + (hasVoltageVolts() ? ", voltageVolts=" + voltageVolts : "")
        + (hasEnergyCounterWh() ? ", energyCounterWh=" + energyCounterWh : "")
        + (hasSequence() ? ", sequence=" + sequence : "")
        + "]";
  }
}
