package io.wattflow.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a photovoltaic roof in central Europe produces: the clear sky's share of its rated power by
 * date and time of day, dimmed while a cloud passes.
 *
 * <p>The sun's declination is that of Cooper (Solar Energy 12, 1969), the irradiance on level
 * ground that of Haurwitz (Journal of Meteorology 2, 1945), {@code 1098 s exp(-0.059 / s)} W/m²
 * with s the sine of the sun's height; 1000 W/m² make the rated power.
 */
final class Roof {
  private static final double LATITUDE = StrictMath.toRadians(50);
  private static final double SIN_LATITUDE = StrictMath.sin(LATITUDE);
  private static final double COS_LATITUDE = StrictMath.cos(LATITUDE);
  private static final double TILT_OF_THE_EARTH = StrictMath.toRadians(23.45);
  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
  private static final double DAYS_PER_YEAR = 365.2425;

  /** A roof to the east has its noon so much earlier than one to the south. */
  private static final double MAX_SHIFT_HOURS = 1.5;

  private final double ratedWatts;
  private final double noonHour;

  /** Rated at 3 to 15 kW, and turned between east and west. */
  Roof(SplittableRandom random) {
    this.ratedWatts = random.nextDouble(3_000, 15_000);
    this.noonHour = 12 + random.nextDouble(-MAX_SHIFT_HOURS, MAX_SHIFT_HOURS);
  }

  /**
   * Power in watts, at least 0.
   *
   * @param clear whether no cloud is before the sun
   * @param random one number is drawn, day and night
   */
  double produces(long timeMillis, boolean clear, SplittableRandom random) {
    double flicker = random.nextDouble();
    double sky = clear ? 0.97 + 0.06 * flicker : 0.2 + 0.3 * flicker;
    double hour = Math.floorMod(timeMillis, MILLIS_PER_DAY) / MILLIS_PER_HOUR;
    double dayOfYear = (double) timeMillis / MILLIS_PER_DAY % DAYS_PER_YEAR;
    return ratedWatts * sky * clearSky(dayOfYear, hour - noonHour);
  }

  /**
   * Irradiance under a clear sky as a share of 1000 W/m².
   *
   * @param dayOfYear since 1 January
   * @param hoursFromNoon negative before noon
   */
  static double clearSky(double dayOfYear, double hoursFromNoon) {
    double declination =
        TILT_OF_THE_EARTH * StrictMath.sin(2 * StrictMath.PI * (285 + dayOfYear) / 365);
    double height =
        SIN_LATITUDE * StrictMath.sin(declination)
            + COS_LATITUDE
                * StrictMath.cos(declination)
                * StrictMath.cos(hoursFromNoon * StrictMath.PI / 12);
    return height <= 0 ? 0 : 1.098 * height * StrictMath.exp(-0.059 / height);
  }
}
