package io.wattflow.simulation;

/**
 * The unchanging part of a device.
 *
 * @param deviceId not empty; the key of its records
 * @param type what it is; decides its load profile
 * @param legacy whether it still writes the first version of the schema, with {@code energy_watts}
 *     and no optional field
 * @param counts whether its readings carry a sequence
 * @param measuresPowerFactor whether its readings carry a power factor
 * @param measuresVoltage whether its readings carry a voltage
 * @param hasCounter whether its readings carry the cumulative energy counter
 */
public record SimulatedDevice(
    String deviceId,
    Appliance type,
    boolean legacy,
    boolean counts,
    boolean measuresPowerFactor,
    boolean measuresVoltage,
    boolean hasCounter) {

  /** The device type that a reader sees in this device's records. */
  String reportedType() {
    return legacy ? LegacyEncoder.symbolOf(type) : type.name();
  }
}
