package io.wattflow.reports.compute;

import java.math.BigInteger;
import java.time.LocalDate;

/**
 * What a report table has for a series and a period: the newest of its versions.
 *
 * @param series whose row it is
 * @param periodStart first local date
 * @param zone by whose clocks
 * @param from first instant, in s since the epoch
 * @param to first instant after it
 * @param generation how often other settings, or hours that were taken back, have replaced it
 * @param settings their fingerprint
 * @param hourVersion sum of the versions of its hours
 * @param version of the row
 * @param withdrawn whether it is a deleted one
 * @param numbers as {@link ReportRow#numbers}; empty if they were not asked for
 */
public record StoredRow(
    Series series,
    LocalDate periodStart,
    String zone,
    long from,
    long to,
    long generation,
    long settings,
    BigInteger hourVersion,
    BigInteger version,
    boolean withdrawn,
    String numbers) {}
