package io.wattflow.reports.compute;

/**
 * What a report needs of a row of {@code rollup_1h}.
 *
 * @param start of the hour, in s since the epoch
 * @param energy in µWh, import positive
 * @param estimated µWh of it that bridge missed reports; not negative
 * @param coveredMillis observed part of the hour
 * @param maxMilliwatts highest reading
 * @param minMilliwatts lowest reading
 * @param readings winning readings
 * @param quality bits of the rollup
 * @param version of the row
 */
public record HourRow(
    long start,
    long energy,
    long estimated,
    long coveredMillis,
    long maxMilliwatts,
    long minMilliwatts,
    long readings,
    int quality,
    long version) {
  /** Seconds of an hour. */
  public static final int SECONDS = 3600;
}
