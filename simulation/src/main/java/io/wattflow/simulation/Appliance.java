package io.wattflow.simulation;

/**
 * A kind of device and its load profile: a duty cycle with exponentially distributed phases, whose
 * rhythm follows the hour of the day. The constants' names are the symbols of the schema's device
 * type. The figures are orders of magnitude of common household devices, not measurements; nothing
 * is proved by them but that the numbers of the pipeline are those of its input.
 */
public enum Appliance {
  /** The whole house, with a share of photovoltaics: it exports around noon. */
  METER(220, 300, 4_200, 420, 900, 0.93, Rhythm.MORNING_AND_EVENING),
  /** A photovoltaic inverter; its profile is the measured {@link SolarSeries}. */
  INVERTER(0, 0, 0, 900, 900, 0.99, Rhythm.EVEN),
  /** Charges and discharges; the sign of a phase is drawn with it. */
  BATTERY(6, 400, 5_000, 2_400, 1_800, 0.98, Rhythm.EVEN),
  EV_CHARGER(3, 3_600, 11_000, 7_200, 14_000, 0.99, Rhythm.NIGHT),
  HEAT_PUMP(9, 700, 3_200, 1_800, 1_300, 0.9, Rhythm.EVEN),
  HVAC(5, 500, 2_500, 900, 1_500, 0.88, Rhythm.EVEN),
  WATER_HEATER(1, 1_900, 3_000, 600, 5_400, 1.0, Rhythm.MORNING_AND_EVENING),
  REFRIGERATOR(2, 80, 140, 900, 1_800, 0.72, Rhythm.EVEN),
  WASHER(1, 150, 2_100, 3_000, 14_000, 0.85, Rhythm.MORNING_AND_EVENING),
  DRYER(1, 1_500, 2_700, 2_700, 16_000, 0.95, Rhythm.MORNING_AND_EVENING),
  DISHWASHER(1, 60, 2_000, 4_500, 18_000, 0.96, Rhythm.EVENING),
  LIGHTING(0.4, 12, 220, 5_400, 7_200, 0.6, Rhythm.EVENING),
  PLUG(0.3, 4, 1_500, 1_200, 3_600, 0.7, Rhythm.EVEN);

  /** When in the day a device is used more; weights around 1. */
  enum Rhythm {
    EVEN,
    MORNING_AND_EVENING,
    EVENING,
    NIGHT;

    /**
     * How much more or less than usual a device is used.
     *
     * @param hour hour of the day in UTC, in [0, 24)
     * @return in [0.1, 2]
     */
    double weight(double hour) {
      return switch (this) {
        case EVEN -> 1;
        case MORNING_AND_EVENING -> 0.4 + bump(hour, 7.5) + bump(hour, 19);
        case EVENING -> 0.2 + 1.8 * bump(hour, 20.5);
        case NIGHT -> 0.3 + 1.5 * bump(hour, 1);
      };
    }

    /** 1 at the peak, 0 three hours before and after it. */
    private static double bump(double hour, double peak) {
      double distance = Math.abs(hour - peak);
      return Math.max(0, 1 - Math.min(distance, 24 - distance) / 3);
    }
  }

  final double standbyWatts;
  final double minWatts;
  final double maxWatts;
  final double onSeconds;
  final double offSeconds;
  final double typicalPowerFactor;
  final Rhythm rhythm;

  Appliance(
      double standbyWatts,
      double minWatts,
      double maxWatts,
      double onSeconds,
      double offSeconds,
      double typicalPowerFactor,
      Rhythm rhythm) {
    this.standbyWatts = standbyWatts;
    this.minWatts = minWatts;
    this.maxWatts = maxWatts;
    this.onSeconds = onSeconds;
    this.offSeconds = offSeconds;
    this.typicalPowerFactor = typicalPowerFactor;
    this.rhythm = rhythm;
  }
}
