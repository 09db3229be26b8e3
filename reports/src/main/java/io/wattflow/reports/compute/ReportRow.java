package io.wattflow.reports.compute;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.tariff.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report of a series and a local period, in integers; the columns are these, divided by powers of
 * ten.
 *
 * @param series whose report it is
 * @param period local day, month or year
 * @param energy in µWh, import less export
 * @param imported µWh of the pieces of hours with net import
 * @param exported µWh of those with net export; not negative
 * @param estimated µWh that bridge missed reports or were put into this period by time alone
 * @param coveredMillis observed part
 * @param readings winning readings
 * @param max highest reading; null: none lies inside
 * @param min lowest reading; null: none lies inside
 * @param quality bits of the rollups, and {@link #DIVIDED_BY_TIME}
 * @param byMinutes hours that minutes have divided
 * @param byTime hours that were divided by time alone
 * @param tariff its name; empty without one
 * @param tariffVersion the dates from which the used prices hold
 * @param currency its code; empty without a tariff
 * @param costs null: some of the energy has no price
 * @param previousEnergy of the period before, in µWh; null: it has no readings
 * @param previousCost of the period before, in 1e-15 currency units; null: none, or not all of it
 * @param settings fingerprint of everything but the rollups that decides the numbers
 * @param hourVersion sum of the versions of the period's hours
 * @param previousHourVersion the same of the period before
 */
public record ReportRow(
    Series series,
    LocalPeriod period,
    long energy,
    long imported,
    long exported,
    long estimated,
    long coveredMillis,
    long readings,
    @Nullable Peak max,
    @Nullable Peak min,
    int quality,
    int byMinutes,
    int byTime,
    String tariff,
    String tariffVersion,
    String currency,
    @Nullable Costs costs,
    @Nullable Long previousEnergy,
    @Nullable BigInteger previousCost,
    long settings,
    BigInteger hourVersion,
    BigInteger previousHourVersion) {
  /** Bit of the quality: an hour was divided by time, because its minutes are missing. */
  public static final int DIVIDED_BY_TIME = 64;

  /** Decimals of energies in the report tables. */
  public static final int MICRO = 6;

  /** Decimals of powers and times in the report tables. */
  public static final int MILLI = 3;

  private static final String NULL = "NULL";
  private static final int GENERATION_SHIFT = 96;
  private static final int HOURS_SHIFT = 16;
  private static final int MOST_DIVIDED = (1 << HOURS_SHIFT) - 1;

  /**
   * The version of the row, which only grows with what is behind it: from the high bits down the
   * generation, the versions of all hours, and the hours that minutes have divided.
   *
   * <p>The hours come before the minutes, because minutes expire: a late reading has to show, even
   * if by then fewer hours can be divided exactly.
   */
  public BigInteger version(long generation) {
    return firstVersion(generation)
        .add(hourVersion.add(previousHourVersion).shiftLeft(HOURS_SHIFT))
        .add(BigInteger.valueOf(Math.min(byMinutes, MOST_DIVIDED)));
  }

  /** The part of a version that is the versions of hours. */
  static BigInteger hours(BigInteger version) {
    return version.mod(firstVersion(1)).shiftRight(HOURS_SHIFT);
  }

  /** The numbers that hours decide, as ClickHouse writes a tuple of their columns. */
  public String numbers() {
    return Stream.of(
            decimal(energy, MICRO),
            decimal(imported, MICRO),
            decimal(exported, MICRO),
            decimal(estimated, MICRO),
            decimal(coveredMillis, MILLI),
            Long.toString(readings),
            numbers(max),
            numbers(min),
            Integer.toString(quality),
            costs == null ? NULL : decimal(costs.imported(), Price.COST_DECIMALS),
            costs == null ? NULL : decimal(costs.exported(), Price.COST_DECIMALS),
            costs == null ? NULL : decimal(costs.standing(), Price.COST_DECIMALS),
            previousEnergy == null ? NULL : decimal(previousEnergy, MICRO),
            previousCost == null ? NULL : decimal(previousCost, Price.COST_DECIMALS))
        .collect(Collectors.joining(",", "(", ")"));
  }

  private static String numbers(@Nullable Peak peak) {
    return peak == null
        ? String.join(",", NULL, NULL, NULL)
        : String.join(
            ",",
            decimal(peak.milliwatts(), MILLI),
            Long.toString(peak.windowStart()),
            Integer.toString(peak.windowSeconds()));
  }

  private static String decimal(long unscaled, int scale) {
    return decimal(BigInteger.valueOf(unscaled), scale);
  }

  private static String decimal(BigInteger unscaled, int scale) {
    return new BigDecimal(unscaled, scale).stripTrailingZeros().toPlainString();
  }

  /** The least version of a generation. */
  public static BigInteger firstVersion(long generation) {
    return BigInteger.valueOf(generation).shiftLeft(GENERATION_SHIFT);
  }
}
