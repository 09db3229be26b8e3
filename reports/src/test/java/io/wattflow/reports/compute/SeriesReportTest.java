package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffVersion;
import io.wattflow.core.tariff.WeeklyPrices;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesReportTest {
  private static final Series METER = new Series(1, "m", "METER");
  private static final long WATT_HOUR = 1_000_000;

  private static Target dates(String first, String last) {
    return new Target(LocalDate.parse(first), LocalDate.parse(last));
  }

  /** A steady watt from one instant to another. */
  private static SeriesReport steady(String zone, @Nullable Tariff tariff, String from, String to) {
    List<HourRow> hours = new ArrayList<>();
    long end = Instant.parse(to).getEpochSecond();
    for (long at = Instant.parse(from).getEpochSecond(); at < end; at += HourRow.SECONDS) {
      hours.add(new HourRow(at, WATT_HOUR, 0, 3_600_000, 1000, 1000, 360, 0, 360));
    }
    LocalDate first = LocalDate.parse(from.substring(0, 10)).minusDays(3);
    LocalDate last = LocalDate.parse(to.substring(0, 10)).plusDays(3);
    ReportCalendar calendar = new ReportCalendar(ZoneId.of(zone), tariff, first, last);
    return new SeriesReport(METER, calendar, hours, List.of());
  }

  private static List<Long> wattHours(List<ReportRow> rows) {
    return rows.stream().map(row -> row.energy() / WATT_HOUR).toList();
  }

  @Test
  void aDayHasAsManyHoursAsItsClockShows() {
    SeriesReport spring =
        steady("Europe/Berlin", null, "2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z");
    assertThat(wattHours(spring.rows(PeriodKind.DAY, dates("2026-03-28", "2026-03-30"))))
        .containsExactly(24L, 23L, 24L);
    SeriesReport autumn =
        steady("Europe/Berlin", null, "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z");
    assertThat(wattHours(autumn.rows(PeriodKind.DAY, dates("2026-10-24", "2026-10-26"))))
        .containsExactly(24L, 25L, 24L);
  }

  @Test
  void thePeriodAfterIsWantedTooForItComparesWithTheWantedOnes() {
    SeriesReport report =
        steady("Pacific/Apia", null, "2011-12-28T10:00:00Z", "2012-01-02T10:00:00Z");
    List<ReportRow> rows = report.rows(PeriodKind.DAY, dates("2011-12-29", "2011-12-29"));
    assertThat(rows.stream().map(row -> row.period().start().toString()))
        .containsExactly("2011-12-29", "2011-12-31");
    assertThat(rows.get(1).previousEnergy()).isEqualTo(24 * WATT_HOUR);
    assertThat(report.rows(PeriodKind.YEAR, dates("2011-12-29", "2011-12-29"))).hasSize(2);
  }

  /** 0.25 a kWh and 0.41 a day, from a date on. */
  private static Tariff quarter(LocalDate validFrom) {
    return new Tariff(
        "quarter",
        "EUR",
        List.of(new TariffVersion(validFrom, WeeklyPrices.flat(250_000), 0, 410_000)));
  }

  /**
   * A meter in Kolkata that is read from 23:30 to 23:40 on 5 May, whose hour goes on until 00:30,
   * and again on 7 May.
   */
  private static SeriesReport silentOnTheSixth(boolean minutesKept) {
    long cut = Instant.parse("2026-05-05T18:00:00Z").getEpochSecond();
    long seventh = Instant.parse("2026-05-06T20:00:00Z").getEpochSecond();
    List<MinuteRow> minutes = new ArrayList<>();
    for (int minute = 0; minute < 10; minute++) {
      long start = cut + minute * 60L;
      minutes.add(
          new MinuteRow(
              start, WATT_HOUR, 0, 60_000, 60_000, 60_000, 60_000, 60_000, start * 1000, 6, 6));
    }
    List<HourRow> hours =
        List.of(
            new HourRow(cut, 10 * WATT_HOUR, 0, 600_000, 60_000, 60_000, 60, 0, 60),
            new HourRow(seventh, 60 * WATT_HOUR, 0, 3_600_000, 60_000, 60_000, 360, 0, 360));
    LocalDate first = LocalDate.of(2026, 5, 1);
    ReportCalendar calendar =
        new ReportCalendar(ZoneId.of("Asia/Kolkata"), quarter(first), first, first.plusDays(9));
    return new SeriesReport(METER, calendar, hours, minutesKept ? minutes : List.of());
  }

  @Test
  void aDayIntoWhichOnlyAnEmptyPartOfAnHourReachesIsNotCharged() {
    SeriesReport report = silentOnTheSixth(true);
    List<ReportRow> days = report.rows(PeriodKind.DAY, dates("2026-05-05", "2026-05-07"));
    assertThat(wattHours(days)).containsExactly(10L, 0L, 60L);
    assertThat(days.stream().map(ReportRow::readings)).containsExactly(60L, 0L, 360L);
    BigInteger charge = BigInteger.valueOf(410_000_000_000_000L);
    assertThat(days.stream().map(day -> Objects.requireNonNull(day.costs()).standing()))
        .containsExactly(charge, BigInteger.ZERO, charge);
    assertThat(days.get(2).previousEnergy()).isNull();
    assertThat(days.get(2).previousCost()).isNull();
    assertThat(report.rows(PeriodKind.MONTH, dates("2026-05-05", "2026-05-07")))
        .singleElement()
        .satisfies(
            month ->
                assertThat(Objects.requireNonNull(month.costs()).standing())
                    .isEqualTo(charge.multiply(BigInteger.TWO)));
  }

  @Test
  void anEmptyPartStaysEmptyWhenTheMinutesThatShowItExpire() {
    Target sixth = dates("2026-05-06", "2026-05-06");
    ReportRow byMinutes = silentOnTheSixth(true).rows(PeriodKind.DAY, sixth).get(0);
    ReportRow byTime = silentOnTheSixth(false).rows(PeriodKind.DAY, sixth).get(0);
    assertThat(byMinutes.energy()).isZero();
    assertThat(byTime.energy()).isEqualTo(5 * WATT_HOUR);
    assertThat(byTime.version(0)).isLessThan(byMinutes.version(0));
  }

  @Test
  void aMonthWithEnergyBeforeTheFirstPriceHasNoCost() {
    Tariff tariff = quarter(LocalDate.of(2026, 5, 3));
    SeriesReport report = steady("UTC", tariff, "2026-05-01T00:00:00Z", "2026-05-05T00:00:00Z");
    List<ReportRow> days = report.rows(PeriodKind.DAY, dates("2026-05-01", "2026-05-04"));
    assertThat(days.get(1).costs()).isNull();
    // 24 Wh at 0.25 a kWh, and 0.41 a day.
    assertThat(days.get(2).costs())
        .isNotNull()
        .satisfies(costs -> assertThat(costs.total()).isEqualTo(416_000_000_000_000L));
    assertThat(days.get(2).previousCost()).isNull();
    assertThat(report.rows(PeriodKind.MONTH, dates("2026-05-01", "2026-05-04")))
        .singleElement()
        .satisfies(month -> assertThat(month.costs()).isNull());
  }
}
