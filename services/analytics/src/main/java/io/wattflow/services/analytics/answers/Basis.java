package io.wattflow.services.analytics.answers;

/**
 * What a household's energy is made of: its meters, if there are any, and all of its devices
 * otherwise. Adding both up would count what a plug uses twice.
 */
enum Basis {
  METER,
  DEVICES;

  /** The device type of meters. */
  static final String METER_TYPE = "METER";

  static Basis of(boolean anyMeter) {
    return anyMeter ? METER : DEVICES;
  }

  boolean has(String deviceType) {
    return this == DEVICES || deviceType.equals(METER_TYPE);
  }
}
