package io.wattflow.reports.compute;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.reports.compute.Totals.Division;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one series: a pure function of its rollups, its zone and its tariff.
 *
 * <p>Hours are the source. The days take them whole, or in the pieces of {@link DividedHour} where
 * a local midnight or a change of price falls into one; months and years are sums of days.
 */
public final class SeriesReport {
  private final Series series;
  private final PricedCalendar calendar;
  private final Settings settings;
  private final long gapCapMillis;
  private final TreeMap<LocalDate, Totals> days = new TreeMap<>();

  /**
   * Sums up the hours.
   *
   * @param hours of the series, each at most once
   * @param minutes of those hours that the calendar cuts, as far as they are kept
   */
  public SeriesReport(
      Series series, ReportCalendar calendar, List<HourRow> hours, List<MinuteRow> minutes) {
    this.series = series;
    this.calendar = calendar.days();
    this.settings = calendar.settings();
    this.gapCapMillis = HourDivision.gapCapMillis(series.deviceType());
    Map<Long, List<MinuteRow>> byHour =
        minutes.stream().collect(Collectors.groupingBy(MinuteRow::hour));
    for (HourRow hour : hours) {
      add(hour, byHour.getOrDefault(hour.start(), List.of()));
    }
  }

  private void add(HourRow hour, List<MinuteRow> minutes) {
    List<Slice> slices = calendar.of(hour.start());
    if (slices.isEmpty()) {
      return;
    }
    Division division = Division.NONE;
    List<Piece> pieces;
    int[] bounds = bounds(hour.start(), slices);
    if (slices.size() == 1) {
      pieces = List.of(Piece.whole(hour));
    } else if (DividedHour.complete(hour, minutes)) {
      division = Division.MINUTES;
      pieces = DividedHour.byMinutes(hour, minutes, bounds, gapCapMillis);
    } else {
      division = Division.TIME;
      pieces = DividedHour.byTime(hour, bounds);
    }
    for (int i = 0; i < pieces.size(); i++) {
      Slice slice = slices.get(i);
      Totals day = days.computeIfAbsent(slice.day(), date -> new Totals());
      boolean silent = day.readings() == 0;
      day.add(pieces.get(i), slice);
      if (silent && day.readings() > 0) {
        day.charge(series, slice);
      }
      // Also where the piece is empty: the same hour divided by time alone must not look fuller.
      if (i == 0 || !slices.get(i - 1).day().equals(slice.day())) {
        day.note(hour, division);
      }
    }
  }

  /** The first minute of each piece, and 60. */
  private static int[] bounds(long hour, List<Slice> slices) {
    int[] bounds = new int[slices.size() + 1];
    for (int i = 1; i < slices.size(); i++) {
      bounds[i] = (int) ((slices.get(i).from() - hour) / MinuteRow.SECONDS);
    }
    bounds[slices.size()] = DividedHour.CELLS;
    return bounds;
  }

  /** The reports of the wanted periods of a kind into which an hour reaches, in order of time. */
  public List<ReportRow> rows(PeriodKind kind, Target target) {
    TreeMap<LocalDate, Totals> periods = new TreeMap<>();
    days.forEach(
        (date, day) -> periods.computeIfAbsent(kind.startOf(date), start -> new Totals()).add(day));
    List<ReportRow> rows = new ArrayList<>();
    periods.forEach(
        (start, totals) -> {
          LocalPeriod period = new LocalPeriod(kind, start, calendar.zone());
          if (target.wants(period)) {
            rows.add(row(period, totals, periods.get(period.previous().start())));
          }
        });
    return rows;
  }

  /**
   * Whether a day into which an hour reaches shares time with a range of instants, in s since the
   * epoch.
   */
  public boolean hasHours(long from, long to) {
    return days.keySet().stream()
        .map(date -> new LocalPeriod(PeriodKind.DAY, date, calendar.zone()))
        .anyMatch(day -> day.from().getEpochSecond() < to && day.to().getEpochSecond() > from);
  }

  private ReportRow row(LocalPeriod period, Totals totals, @Nullable Totals before) {
    Tariff tariff = calendar.tariff();
    Totals compared = before == null || before.readings() == 0 ? null : before;
    Costs previous = compared == null ? null : Costs.of(compared);
    return new ReportRow(
        series,
        period,
        totals.energy(),
        totals.imported(),
        totals.exported(),
        totals.estimated(),
        totals.coveredMillis(),
        totals.readings(),
        totals.max(),
        totals.min(),
        totals.quality(),
        totals.byMinutes(),
        totals.byTime(),
        tariff == null ? "" : tariff.name(),
        totals.priceDates().stream().map(LocalDate::toString).collect(Collectors.joining(", ")),
        tariff == null ? "" : tariff.currency(),
        Costs.of(totals),
        compared == null ? null : compared.energy(),
        previous == null ? null : previous.total(),
        settings.of(period),
        totals.hourVersion(),
        before == null ? BigInteger.ZERO : before.hourVersion());
  }
}
