package io.wattflow.core.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffFileTest {
  private static final String GOOD =
      """
      {
        "tariffs": [
          {
            "name": "basic",
            "currency": "EUR",
            "versions": [
              {"validFrom": "2026-07-01", "flat": 0.3345},
              {"validFrom": "2025-01-01", "flat": "0.3120", "export": "0.0811",
               "standingChargePerDay": "0.41"}
            ]
          },
          {
            "name": "nights",
            "currency": "INR",
            "versions": [
              {"validFrom": "2026-01-01",
               "timeOfUse": {
                 "otherwise": "8.5",
                 "windows": [
                   {"from": "22:30", "to": "06:00", "price": "5.25"},
                   {"days": ["SAT", "SUN"], "from": "06:00", "to": "22:30", "price": "-0.000001"}
                 ]}}
            ]
          }
        ]
      }
      """;

  private static Map<String, Tariff> read(String json) throws InvalidTariffException {
    return TariffFile.read(json.getBytes(StandardCharsets.UTF_8), "prices.json");
  }

  private static Tariff tariff(String name) throws InvalidTariffException {
    Tariff tariff = read(GOOD).get(name);
    assertThat(tariff).isNotNull();
    return tariff;
  }

  private static TariffVersion version(String name, String date) throws InvalidTariffException {
    TariffVersion version = tariff(name).on(LocalDate.parse(date));
    assertThat(version).isNotNull();
    return version;
  }

  @Test
  void versionsAreValidFromTheirDateOnWhateverTheirOrder() throws InvalidTariffException {
    assertThat(tariff("basic").on(LocalDate.parse("2024-12-31"))).isNull();
    assertThat(version("basic", "2026-06-30").prices()).isEqualTo(WeeklyPrices.flat(312_000));
    assertThat(version("basic", "2026-06-30").exportPrice()).isEqualTo(81_100);
    assertThat(version("basic", "2026-06-30").standingCharge()).isEqualTo(410_000);
    assertThat(version("basic", "2026-07-01").prices()).isEqualTo(WeeklyPrices.flat(334_500));
    assertThat(version("basic", "2026-07-01").exportPrice()).isZero();
    assertThat(tariff("basic").currency()).isEqualTo("EUR");
  }

  @ParameterizedTest
  @CsvSource({
    "FRIDAY,   22, 29,  8500000",
    "FRIDAY,   22, 30,  5250000",
    // The night that begins on Friday ends on Saturday.
    "SATURDAY,  5, 59,  5250000",
    "SATURDAY,  6,  0,       -1",
    "SUNDAY,   23,  0,  5250000",
    "MONDAY,    0,  0,  5250000",
    "MONDAY,    6,  0,  8500000",
  })
  void windowsGoOnPastMidnight(DayOfWeek day, int hour, int minute, long price)
      throws InvalidTariffException {
    WeeklyPrices prices = version("nights", "2026-01-01").prices();
    assertThat(prices.at(WeeklyPrices.minute(day, hour * 60 + minute))).isEqualTo(price);
  }

  @Test
  void stepsTellHowLongAPriceHolds() throws InvalidTariffException {
    WeeklyPrices prices = version("nights", "2026-01-01").prices();
    assertThat(prices.nextStep(0)).isEqualTo(6 * 60);
    assertThat(prices.nextStep(6 * 60)).isEqualTo(22 * 60 + 30);
    int lastNight = WeeklyPrices.minute(DayOfWeek.SUNDAY, 22 * 60 + 30);
    assertThat(prices.nextStep(lastNight)).isEqualTo(WeeklyPrices.WEEK);
    assertThat(WeeklyPrices.flat(1).nextStep(77)).isEqualTo(WeeklyPrices.WEEK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"currency\": \"EUR\"       | \"currency\": \"EURO\"       | line 5: currency must be an ISO 4217",
        "\"currency\": \"EUR\",      |                              | line 3: currency is missing",
        "\"name\": \"nights\"        | \"name\": \"basic\"          | line 12: name is the same as",
        "\"name\": \"nights\"        | \"name\": \" \"              | line 13: name must have 1 to 100",
        "\"2025-01-01\"              | \"2026-07-01\"               | line 8: validFrom is the same as",
        "\"2025-01-01\"              | \"01.01.2025\"               | line 8: validFrom must be a date",
        "\"0.3120\"                  | \"a lot\"                    | line 8: flat must be a number",
        "\"0.3120\"                  | \"0.31200001\"               | line 8: flat has more than 6",
        "\"0.3120\"                  | \"1e9\"                      | line 8: flat is beyond 1000000",
        "\"0.3120\"                  | null                         | line 8: flat must be a text",
        "\"0.41\"                    | \"-0.41\"                    | line 9: standingChargePerDay must",
        "\"flat\": 0.3345            | \"flat\": 1, \"timeOfUse\": {} | line 7: flat or timeOfUse must",
        "\"export\":                 | \"exports\":                 | line 8: exports is not known here",
        "\"22:30\", \"to\": \"06:00\"  | \"22:30\", \"to\": \"25:00\"   | line 20: to must be a time",
        "\"22:30\", \"to\": \"06:00\"  | \"22:30\", \"to\": \"22:30\"   | line 20: to must differ from from",
        "\"22:30\", \"to\": \"06:00\"  | \"22:30\", \"to\": \"06:01\"   | line 21: from and to overlap a window above, on SATURDAY at 06:00",
        "\"SAT\", \"SUN\"             | \"Saturday\"                 | line 21: days must be of MON",
        "\"SAT\", \"SUN\"             |                              | line 21: days must name a day",
        "\"otherwise\": \"8.5\",      |                              | line 17: otherwise is missing",
        "\"tariffs\": [              | \"tariffs\": {               | line 3",
        "\"currency\": \"INR\",      | \"currency\": \"INR\", \"currency\": \"EUR\", | line 14: Duplicate field 'currency'",
      })
  void anErrorNamesFileLineAndField(String good, String bad, String message) {
    String json = GOOD.replace(good, bad == null ? "" : bad);
    assertThat(json).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidTariffException.class)
        .hasMessageStartingWith("prices.json, line ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                    | line 1: is empty",
        "[]                    | line 1: the file must be an object",
        "{}                    | line 1: tariffs is missing",
        "{\"tariffs\": 5}      | line 1: tariffs must be a list",
        "{\"tariffs\": []} x   | line 1",
        "{\"tariffs\": [{      | line 1",
      })
  void whatIsNoTariffFileIsNamed(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidTariffException.class)
        .hasMessageContaining(message);
  }
}
