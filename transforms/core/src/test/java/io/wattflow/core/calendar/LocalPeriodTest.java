package io.wattflow.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and years that clocks made peculiar, from the tables of the time zone database. */
class LocalPeriodTest {
  private static LocalPeriod period(PeriodKind kind, String date, String zone) {
    return LocalPeriod.of(kind, LocalDate.parse(date), ZoneId.of(zone));
  }

  private static Duration length(LocalPeriod period) {
    return Duration.between(period.from(), period.to());
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-03-29, 2026-03-28T23:00:00Z, 23h",
    "Europe/Berlin,       2026-10-25, 2026-10-24T22:00:00Z, 25h",
    "Europe/Berlin,       2026-07-01, 2026-06-30T22:00:00Z, 24h",
    "Asia/Kolkata,        2026-05-01, 2026-04-30T18:30:00Z, 24h",
    "Asia/Kathmandu,      2026-05-01, 2026-04-30T18:15:00Z, 24h",
    "America/St_Johns,    2026-03-08, 2026-03-08T03:30:00Z, 23h",
    "America/St_Johns,    2026-11-01, 2026-11-01T02:30:00Z, 25h",
    // Set back at 00:01 to 23:01 of the day before, until 2011.
    "America/St_Johns,    2010-11-07, 2010-11-07T02:30:00Z, 25h",
    "America/St_Johns,    2010-11-06, 2010-11-06T02:30:00Z, 24h",
    "Australia/Lord_Howe, 2026-10-04, 2026-10-03T13:30:00Z, 23h30m",
    "Australia/Lord_Howe, 2026-04-05, 2026-04-04T13:00:00Z, 24h30m",
    "Pacific/Chatham,     2026-04-05, 2026-04-04T10:15:00Z, 25h",
    "Pacific/Chatham,     2026-09-27, 2026-09-26T11:15:00Z, 23h",
    // Midnight itself was skipped.
    "America/Sao_Paulo,   2018-11-04, 2018-11-04T03:00:00Z, 23h",
    "Pacific/Apia,        2011-12-29, 2011-12-29T10:00:00Z, 24h",
    "Pacific/Apia,        2011-12-30, 2011-12-30T10:00:00Z, 0h",
    "Pacific/Apia,        2011-12-31, 2011-12-30T10:00:00Z, 24h",
    // Caracas went from -4:30 to -4 in the night.
    "America/Caracas,     2016-05-01, 2016-05-01T04:30:00Z, 23h30m",
  })
  void daysBeginAndLastAsTheClocksOfTheirZoneTell(
      String zone, String date, Instant from, String length) {
    LocalPeriod day = period(PeriodKind.DAY, date, zone);
    assertThat(day.from()).isEqualTo(from);
    assertThat(length(day)).isEqualTo(Duration.parse("PT" + length.toUpperCase()));
    assertThat(day.isEmpty()).isEqualTo(length.equals("0h"));
  }

  @Test
  void theYearEndsWithTheZonesMidnight() {
    LocalPeriod year = period(PeriodKind.YEAR, "2026-05-05", "Asia/Kathmandu");
    assertThat(year.from()).isEqualTo("2025-12-31T18:15:00Z");
    assertThat(year.to()).isEqualTo("2026-12-31T18:15:00Z");
    LocalPeriod month = period(PeriodKind.MONTH, "2026-12-31", "Asia/Kathmandu");
    assertThat(month.to()).isEqualTo(year.to());
  }

  @Test
  void theMonthOfAChangeIsAnHourShorterOrLonger() {
    assertThat(length(period(PeriodKind.MONTH, "2026-03-01", "Europe/Berlin")))
        .isEqualTo(Duration.ofHours(31 * 24 - 1));
    assertThat(length(period(PeriodKind.MONTH, "2026-10-01", "Europe/Berlin")))
        .isEqualTo(Duration.ofHours(31 * 24 + 1));
    assertThat(length(period(PeriodKind.YEAR, "2026-01-01", "Europe/Berlin")))
        .isEqualTo(Duration.ofDays(365));
    assertThat(length(period(PeriodKind.YEAR, "2011-01-01", "Pacific/Apia")))
        .isEqualTo(Duration.ofHours(364 * 24));
  }

  @Test
  void aDateThatWasLeftOutIsSkippedBackwards() {
    LocalPeriod after = period(PeriodKind.DAY, "2011-12-31", "Pacific/Apia");
    assertThat(after.previous().start()).isEqualTo("2011-12-29");
  }

  @Test
  void anHourThatShowsTheOldDateAgainIsPartOfTheDayThatHasBegun() {
    Instant again = Instant.parse("2010-11-07T03:00:00Z");
    ZoneId zone = ZoneId.of("America/St_Johns");
    assertThat(again.atZone(zone).toLocalDate()).isEqualTo("2010-11-06");
    LocalPeriod begun = period(PeriodKind.DAY, "2010-11-07", "America/St_Johns");
    assertThat(again).isBetween(begun.from(), begun.to());
  }

  @Test
  void aPeriodStartsOnItsFirstDateOnly() {
    LocalDate date = LocalDate.parse("2026-02-02");
    assertThatThrownBy(() -> new LocalPeriod(PeriodKind.MONTH, date, ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a MONTH does not start on 2026-02-02");
    assertThat(LocalPeriod.of(PeriodKind.MONTH, date, ZoneId.of("UTC")).start())
        .isEqualTo("2026-02-01");
  }
}
