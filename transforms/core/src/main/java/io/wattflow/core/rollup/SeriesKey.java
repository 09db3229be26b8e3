package io.wattflow.core.rollup;

import io.wattflow.schemas.avro.DeviceType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tag set of one series: every rollup row belongs to a series and a window.
 *
 * <p>Immutable. The device id is kept as its UTF-8 bytes, since that is what comes in and what goes
 * out.
 */
public final class SeriesKey {
  private final long userId;
  private final int deviceTypeCode;
  private final byte[] deviceId;

  private SeriesKey(long userId, byte[] ownedDeviceId, int deviceTypeCode) {
    this.userId = userId;
    this.deviceId = ownedDeviceId;
    this.deviceTypeCode = deviceTypeCode;
  }

  /** A key from a device id given as text. */
  public static SeriesKey of(long userId, String deviceId, int deviceTypeCode) {
    return new SeriesKey(userId, deviceId.getBytes(StandardCharsets.UTF_8), deviceTypeCode);
  }

  /** A key from a slice of UTF-8 bytes, which is copied. */
  public static SeriesKey of(
      long userId, byte[] buffer, int offset, int length, int deviceTypeCode) {
    return new SeriesKey(
        userId, Arrays.copyOfRange(buffer, offset, offset + length), deviceTypeCode);
  }

  /** The owner of the device. */
  public long userId() {
    return userId;
  }

  /** The device id as text. */
  public String deviceId() {
    return new String(deviceId, StandardCharsets.UTF_8);
  }

  /** A copy of the UTF-8 bytes of the device id. */
  public byte[] deviceIdBytes() {
    return deviceId.clone();
  }

  /** The bytes themselves; callers inside the core never change them. */
  public byte[] sharedDeviceIdBytes() {
    return deviceId;
  }

  /** The stable code of the device type, see {@link DeviceType}. */
  public int deviceTypeCode() {
    return deviceTypeCode;
  }

  /** The device type, UNKNOWN for a code that this version does not know. */
  public DeviceType deviceType() {
    return MeteringRules.typeOf(deviceTypeCode);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesKey that
        && userId == that.userId
        && deviceTypeCode == that.deviceTypeCode
        && Arrays.equals(deviceId, that.deviceId);
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(userId) * 31 + deviceTypeCode) * 31 + Arrays.hashCode(deviceId);
  }

  @Override
  public String toString() {
    return "SeriesKey[user " + userId + ", " + deviceType() + " " + deviceId() + "]";
  }
}
