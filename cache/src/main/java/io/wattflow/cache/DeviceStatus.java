package io.wattflow.cache;

/**
 * The latest that is known of a device.
 *
 * @param userId the device's owner
 * @param deviceId the device; not empty
 * @param deviceType symbol of the type it reported
 * @param eventTimeMillis instant of the reading, in epoch milliseconds
 * @param powerWatts its power in W, import positive
 * @param version version of the minute's row that it is taken from; decides between two of one
 *     instant
 */
public record DeviceStatus(
    long userId,
    String deviceId,
    String deviceType,
    long eventTimeMillis,
    double powerWatts,
    long version) {

  private static final int FIELDS = 4;

  /** The newer of the two, by instant and then by version. */
  public DeviceStatus newer(DeviceStatus other) {
    if (eventTimeMillis != other.eventTimeMillis) {
      return eventTimeMillis > other.eventTimeMillis ? this : other;
    }
    return version >= other.version ? this : other;
  }

  /** The device's value in the hash {@link CacheKeys#devices}. */
  public String value() {
    return eventTimeMillis + " " + version + " " + powerWatts + " " + deviceType;
  }

  /**
   * Reads a device's value.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static DeviceStatus read(long userId, String deviceId, String value) {
    String[] fields = value.split(" ", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not the status of a device: " + value);
    }
    return new DeviceStatus(
        userId,
        deviceId,
        fields[3],
        Long.parseLong(fields[0]),
        Double.parseDouble(fields[2]),
        Long.parseLong(fields[1]));
  }
}
