package io.wattflow.reports.compute;

/**
 * What a report needs of a row of {@code rollup_1m}, to divide an hour.
 *
 * @param start of the minute, in s since the epoch
 * @param energy in µWh, import positive
 * @param estimated µWh of it that bridge missed reports; not negative
 * @param coveredMillis observed part of the minute
 * @param maxMilliwatts highest reading
 * @param minMilliwatts lowest reading
 * @param firstMilliwatts first reading
 * @param lastMilliwatts last reading
 * @param lastEventMillis instant of the last reading, in ms since the epoch
 * @param readings winning readings
 * @param version of the row
 */
public record MinuteRow(
    long start,
    long energy,
    long estimated,
    long coveredMillis,
    long maxMilliwatts,
    long minMilliwatts,
    long firstMilliwatts,
    long lastMilliwatts,
    long lastEventMillis,
    long readings,
    long version) {
  /** Seconds of a minute. */
  public static final int SECONDS = 60;

  /** The hour that it is part of, in s since the epoch. */
  long hour() {
    return Math.floorDiv(start, (long) HourRow.SECONDS) * HourRow.SECONDS;
  }

  /** Its place in that hour, from 0. */
  int cell() {
    return (int) ((start - hour()) / SECONDS);
  }
}
