package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.tariff.InvalidTariffException;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricedCalendarTest {
  private static final String NIGHTS =
      """
      {"tariffs": [{"name": "n", "currency": "EUR", "versions": [
        {"validFrom": "2026-01-01", "timeOfUse": {"otherwise": "2",
          "windows": [{"from": "22:30", "to": "02:30", "price": "1"}]}},
        {"validFrom": "2027-01-01", "flat": "3"}]}]}
      """;

  private static Tariff nights() throws InvalidTariffException {
    return TariffFile.read(NIGHTS.getBytes(StandardCharsets.UTF_8), "n.json")
        .values()
        .iterator()
        .next();
  }

  private static List<String> slices(String zone, String day) throws InvalidTariffException {
    LocalDate date = LocalDate.parse(day);
    return PricedCalendar.of(ZoneId.of(zone), nights(), date, date).slices().stream()
        .map(
            slice ->
                "%s/%d"
                    .formatted(
                        Instant.ofEpochSecond(slice.from()).toString().substring(11, 16),
                        slice.price() / 1_000_000))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-05-05, 22:00/1 00:30/2 20:30/1",
    // 02:00 to 03:00 is not there: the cheap night ends with the jump.
    "Europe/Berlin,       2026-03-29, 23:00/1 01:00/2 20:30/1",
    // 02:00 to 02:30 comes twice, with half an hour of the other price in between.
    "Europe/Berlin,       2026-10-25, 22:00/1 00:30/2 01:00/1 01:30/2 21:30/1",
    "Asia/Kathmandu,      2026-05-05, 18:15/1 20:45/2 16:45/1",
    // From 02:00 back to 01:30: the cheap night is half an hour longer.
    "Australia/Lord_Howe, 2026-04-05, 13:00/1 16:00/2 12:00/1",
    "UTC,                 2027-01-01, 00:00/3",
  })
  void pricesFollowTheClock(String zone, String day, String expected)
      throws InvalidTariffException {
    assertThat(slices(zone, day)).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       0",
    "Asia/Kolkata,        1",
    "Asia/Kathmandu,      1",
    "Pacific/Chatham,     2",
    "America/St_Johns,    2",
    "Australia/Lord_Howe, 1",
  })
  void midnightCutsAnHourOnlyWhereOffsetsAreNotWholeHours(String zone, long hoursOfDay) {
    PricedCalendar calendar =
        PricedCalendar.of(
            ZoneId.of(zone), null, LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
    assertThat(calendar.cutHours().stream().map(hour -> Math.floorMod(hour / 3600, 24L)).distinct())
        .hasSize((int) hoursOfDay);
  }

  @Test
  void slicesTileTheYear() throws InvalidTariffException {
    for (String zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns")) {
      List<Slice> slices =
          PricedCalendar.of(
                  ZoneId.of(zone),
                  nights(),
                  LocalDate.parse("2025-12-01"),
                  LocalDate.parse("2027-01-01"))
              .slices();
      for (int i = 1; i < slices.size(); i++) {
        assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).to());
        assertThat(slices.get(i).from() % 60).isZero();
        assertThat(slices.get(i).to()).isGreaterThan(slices.get(i).from());
      }
    }
  }
}
