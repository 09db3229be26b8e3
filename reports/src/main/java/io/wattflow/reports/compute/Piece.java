package io.wattflow.reports.compute;

import org.jspecify.annotations.Nullable;

/**
 * An hour, or the part of one between two bounds. The pieces of an hour add up to it.
 *
 * @param energy in µWh, import positive
 * @param estimated µWh that bridge missed reports, or that were put here by time alone
 * @param coveredMillis observed part
 * @param readings winning readings
 * @param max highest reading; null: none lies inside
 * @param min lowest reading; null: none lies inside
 */
public record Piece(
    long energy,
    long estimated,
    long coveredMillis,
    long readings,
    @Nullable Peak max,
    @Nullable Peak min) {

  /** All of an hour. */
  static Piece whole(HourRow hour) {
    return new Piece(
        hour.energy(),
        hour.estimated(),
        hour.coveredMillis(),
        hour.readings(),
        new Peak(hour.maxMilliwatts(), hour.start(), HourRow.SECONDS),
        new Peak(hour.minMilliwatts(), hour.start(), HourRow.SECONDS));
  }
}
