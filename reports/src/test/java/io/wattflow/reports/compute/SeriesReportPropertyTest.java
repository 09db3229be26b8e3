package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.calendar.PeriodKind;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Months and years are exactly the sums of their days, and nothing is lost at any midnight. */
class SeriesReportPropertyTest {
  private static final Series METER = new Series(1, "m", "METER");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2027, 1, 31);
  private static final long START = 1_767_225_600; // 2026-01-01T00:00:00Z
  private static final int HOURS = 9_000;

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(
        "UTC",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago");
  }

  private static List<HourRow> hours(Random random) {
    List<HourRow> hours = new ArrayList<>();
    for (int i = 0; i < HOURS; i++) {
      if (random.nextInt(10) > 0) {
        long energy = random.nextLong(20_000_000_001L) - 10_000_000_000L;
        hours.add(
            new HourRow(
                START + i * 3600L,
                energy,
                random.nextInt(1000),
                random.nextInt(3_600_001),
                random.nextInt(100),
                -random.nextInt(100),
                1 + random.nextInt(360),
                0,
                1 + random.nextInt(360)));
      }
    }
    return hours;
  }

  @Property(tries = 40)
  void sumsOfDaysAreExact(@ForAll("zones") String zone, @ForAll Random random) {
    List<HourRow> hours = hours(random);
    List<HourRow> shuffled = new ArrayList<>(hours);
    Collections.shuffle(shuffled, random);
    ReportCalendar calendar =
        new ReportCalendar(ZoneId.of(zone), null, FIRST.minusDays(2), LAST.plusDays(2));
    Target target = new Target(FIRST.minusDays(1), LAST);
    SeriesReport report = new SeriesReport(METER, calendar, hours, List.of());
    SeriesReport other = new SeriesReport(METER, calendar, shuffled, List.of());
    List<ReportRow> days = report.rows(PeriodKind.DAY, target);
    assertThat(other.rows(PeriodKind.DAY, target)).isEqualTo(days);
    assertThat(days.stream().mapToLong(ReportRow::energy).sum())
        .isEqualTo(hours.stream().mapToLong(HourRow::energy).sum());
    assertThat(days.stream().mapToLong(ReportRow::readings).sum())
        .isEqualTo(hours.stream().mapToLong(HourRow::readings).sum());
    for (PeriodKind kind : List.of(PeriodKind.MONTH, PeriodKind.YEAR)) {
      List<ReportRow> rows = report.rows(kind, target);
      assertThat(other.rows(kind, target)).isEqualTo(rows);
      for (ReportRow row : rows) {
        check(
            row,
            days.stream()
                .filter(day -> kind.startOf(day.period().start()).equals(row.period().start())));
      }
    }
  }

  private static void check(ReportRow row, Stream<ReportRow> of) {
    List<ReportRow> days = of.toList();
    assertThat(row.energy()).isEqualTo(days.stream().mapToLong(ReportRow::energy).sum());
    assertThat(row.imported()).isEqualTo(days.stream().mapToLong(ReportRow::imported).sum());
    assertThat(row.exported()).isEqualTo(days.stream().mapToLong(ReportRow::exported).sum());
    assertThat(row.imported() - row.exported()).isEqualTo(row.energy());
    assertThat(row.coveredMillis())
        .isEqualTo(days.stream().mapToLong(ReportRow::coveredMillis).sum());
    assertThat(row.hourVersion())
        .isEqualTo(
            days.stream().map(ReportRow::hourVersion).reduce(BigInteger.ZERO, BigInteger::add));
  }
}
