package io.wattflow.services.analytics.live;

import io.wattflow.cache.DeviceStatus;

/**
 * A device of a household.
 *
 * @param deviceId not empty
 * @param deviceType of the registry, or of its last reading
 * @param registered whether the registry has it
 * @param intervalSeconds between two reports, by the registry; 0: it does not say
 * @param lastSeenMillis 0: never
 * @param power at that time, in W
 */
public record KnownDevice(
    String deviceId,
    String deviceType,
    boolean registered,
    long intervalSeconds,
    long lastSeenMillis,
    double power) {

  private static final int FIELDS = 5;

  /** The same device after a status, unless it knows a newer one. The registry's type stays. */
  public KnownDevice after(DeviceStatus status) {
    if (status.eventTimeMillis() < lastSeenMillis) {
      return this;
    }
    return new KnownDevice(
        deviceId,
        registered ? deviceType : status.deviceType(),
        registered,
        intervalSeconds,
        status.eventTimeMillis(),
        status.powerWatts());
  }

  /** A device of which nothing is known but its status. */
  public static KnownDevice of(DeviceStatus status) {
    return new KnownDevice(
        status.deviceId(),
        status.deviceType(),
        false,
        0,
        status.eventTimeMillis(),
        status.powerWatts());
  }

  /** As Redis keeps it. */
  String value() {
    return lastSeenMillis
        + " "
        + intervalSeconds
        + " "
        + power
        + " "
        + (registered ? 1 : 0)
        + " "
        + deviceType;
  }

  /**
   * Reads what {@link #value} has written.
   *
   * @throws IllegalArgumentException if it is none
   */
  static KnownDevice read(String deviceId, String value) {
    String[] fields = value.split(" ", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a device: " + value);
    }
    return new KnownDevice(
        deviceId,
        fields[4],
        fields[3].equals("1"),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[0]),
        Double.parseDouble(fields[2]));
  }
}
