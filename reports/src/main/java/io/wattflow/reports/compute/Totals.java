package io.wattflow.reports.compute;

import io.wattflow.core.rows.DeviceTypeNames;
import io.wattflow.core.tariff.Price;
import io.wattflow.schemas.avro.DeviceType;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a period adds up to. All sums are integers, so a month is exactly the sum of its days, in
 * whatever order they come.
 */
final class Totals {
  private long energy;
  private long imported;
  private long exported;
  private long estimated;
  private long coveredMillis;
  private long readings;
  private @Nullable Peak max;
  private @Nullable Peak min;
  private int quality;
  private int byMinutes;
  private int byTime;
  private boolean unpriced;
  private BigInteger costImport = BigInteger.ZERO;
  private BigInteger costExport = BigInteger.ZERO;
  private BigInteger costStanding = BigInteger.ZERO;
  private final TreeSet<LocalDate> priceDates = new TreeSet<>();
  private BigInteger hourVersion = BigInteger.ZERO;

  /** How an hour came into pieces. */
  enum Division {
    NONE,
    MINUTES,
    TIME
  }

  /** Adds a piece, whose part of the time has one price. */
  void add(Piece piece, Slice slice) {
    long wattHours = piece.energy();
    energy = Math.addExact(energy, wattHours);
    imported += Math.max(0, wattHours);
    exported += Math.max(0, -wattHours);
    estimated += piece.estimated();
    coveredMillis += piece.coveredMillis();
    readings += piece.readings();
    max = Peak.higher(max, piece.max());
    min = Peak.lower(min, piece.min());
    if (slice.version() == null) {
      unpriced = true;
      return;
    }
    priceDates.add(slice.version().validFrom());
    if (wattHours >= 0) {
      costImport = costImport.add(Price.cost(wattHours, slice.price()));
    } else {
      costExport = costExport.add(Price.cost(wattHours, slice.version().exportPrice()));
    }
  }

  /** Notes an hour of which a piece was added; once for each day that it reaches into. */
  void note(HourRow hour, Division division) {
    quality |= hour.quality() | (division == Division.TIME ? ReportRow.DIVIDED_BY_TIME : 0);
    byMinutes += division == Division.MINUTES ? 1 : 0;
    byTime += division == Division.TIME ? 1 : 0;
    hourVersion = hourVersion.add(new BigInteger(Long.toUnsignedString(hour.version())));
  }

  /** Adds the standing charge of a day with readings; only a meter is a connection. */
  void charge(Series series, Slice slice) {
    if (slice.version() != null
        && DeviceTypeNames.typeOf(series.deviceType()) == DeviceType.METER) {
      costStanding = costStanding.add(Price.amount(slice.version().standingCharge()));
    }
  }

  /** Adds a shorter period. */
  void add(Totals that) {
    energy = Math.addExact(energy, that.energy);
    imported += that.imported;
    exported += that.exported;
    estimated += that.estimated;
    coveredMillis += that.coveredMillis;
    readings += that.readings;
    max = Peak.higher(max, that.max);
    min = Peak.lower(min, that.min);
    quality |= that.quality;
    byMinutes += that.byMinutes;
    byTime += that.byTime;
    unpriced |= that.unpriced;
    costImport = costImport.add(that.costImport);
    costExport = costExport.add(that.costExport);
    costStanding = costStanding.add(that.costStanding);
    priceDates.addAll(that.priceDates);
    hourVersion = hourVersion.add(that.hourVersion);
  }

  long energy() {
    return energy;
  }

  long imported() {
    return imported;
  }

  long exported() {
    return exported;
  }

  long estimated() {
    return estimated;
  }

  long coveredMillis() {
    return coveredMillis;
  }

  long readings() {
    return readings;
  }

  @Nullable Peak max() {
    return max;
  }

  @Nullable Peak min() {
    return min;
  }

  int quality() {
    return quality;
  }

  int byMinutes() {
    return byMinutes;
  }

  int byTime() {
    return byTime;
  }

  /** Whether everything has a price. */
  boolean isPriced() {
    return !unpriced;
  }

  BigInteger costImport() {
    return costImport;
  }

  BigInteger costExport() {
    return costExport;
  }

  BigInteger costStanding() {
    return costStanding;
  }

  /** The dates from which the prices hold that were used. */
  TreeSet<LocalDate> priceDates() {
    return priceDates;
  }

  BigInteger hourVersion() {
    return hourVersion;
  }
}
