package io.wattflow.services.analytics.answers;

import io.wattflow.core.rows.DeviceTypeNames;
import io.wattflow.schemas.avro.DeviceType;

/**
 * What a household's energy is made of: its meters, if there are any, and all of its devices
 * otherwise. Adding both up would count what a plug uses twice.
 */
enum Basis {
  METER,
  DEVICES;

  static Basis of(boolean anyMeter) {
    return anyMeter ? METER : DEVICES;
  }

  /** Whether a device type is that of meters. */
  static boolean isMeter(String deviceType) {
    return DeviceTypeNames.typeOf(deviceType) == DeviceType.METER;
  }

  boolean has(String deviceType) {
    return this == DEVICES || isMeter(deviceType);
  }
}
