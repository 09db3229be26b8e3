package io.wattflow.beam.sink;

/**
 * The latest that is known of a device.
 *
 * @param userId the device's owner
 * @param deviceId the device
 * @param deviceType symbol of the type it reported
 * @param eventTimeMillis instant of the reading, in epoch milliseconds
 * @param powerWatts its power in W, import positive
 * @param version version of the minute's row that it is taken from; decides between two of one
 *     instant
 */
record DeviceStatus(
    long userId,
    String deviceId,
    String deviceType,
    long eventTimeMillis,
    double powerWatts,
    long version) {

  /** The Redis key. The braces keep all keys of a user in one slot of a cluster. */
  String key() {
    return "wattflow:{" + Long.toUnsignedString(userId) + "}:device:" + deviceId + ":status";
  }

  /** The newer of the two, by instant and then by version. */
  DeviceStatus newer(DeviceStatus other) {
    if (eventTimeMillis != other.eventTimeMillis) {
      return eventTimeMillis > other.eventTimeMillis ? this : other;
    }
    return version >= other.version ? this : other;
  }
}
