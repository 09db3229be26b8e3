package io.wattflow.reports.compute;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.schemas.avro.DeviceType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cuts hours at minutes, by the one rule that reports and dashboards share ({@code
 * docs/reports.md}): by their minutes where these are all there, by time alone otherwise.
 */
public final class HourDivision {
  private static final MeteringRules RULES = MeteringRules.defaults();
  private static final Map<String, DeviceType> TYPES =
      Arrays.stream(DeviceType.values()).collect(Collectors.toMap(DeviceType::name, type -> type));

  private HourDivision() {}

  /** The longest silence that a type bridges; an unknown name counts as UNKNOWN. */
  static long gapCapMillis(String deviceType) {
    return RULES.gapCapMillis(TYPES.getOrDefault(deviceType, DeviceType.UNKNOWN).ordinal());
  }

  /**
   * The pieces of an hour, which add up to it.
   *
   * @param minutes of this hour, as far as they are kept
   * @param bounds the first minute of each piece, the first 0, then 60 for the end; ascending
   * @param deviceType its name
   */
  public static List<Piece> divide(
      HourRow hour, List<MinuteRow> minutes, int[] bounds, String deviceType) {
    return DividedHour.complete(hour, minutes)
        ? DividedHour.byMinutes(hour, minutes, bounds, gapCapMillis(deviceType))
        : DividedHour.byTime(hour, bounds);
  }
}
