package io.wattflow.reports;

import io.wattflow.core.tariff.InvalidTariffException;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;

/** The price lists of {@code tariffs.json}, as somebody would read them aloud. */
enum TestPrices implements NaiveReport.Prices {
  FLAT {
    @Override
    public String label(LocalDate date) {
      return "flat 2011-01-01 INR";
    }

    @Override
    public BigDecimal imported(ZonedDateTime local) {
      return new BigDecimal("8.523471");
    }

    @Override
    public BigDecimal exported(ZonedDateTime local) {
      return BigDecimal.ZERO;
    }

    @Override
    public BigDecimal standing(LocalDate date) {
      return BigDecimal.ZERO;
    }
  },
  NIGHTS {
    private boolean second(LocalDate date) {
      return !date.isBefore(LocalDate.of(2026, 10, 25));
    }

    @Override
    public String label(LocalDate date) {
      return second(date) ? "nights 2026-10-25 EUR" : "nights 2026-01-01 EUR";
    }

    @Override
    public BigDecimal imported(ZonedDateTime local) {
      LocalTime time = local.toLocalTime();
      if (second(local.toLocalDate())) {
        boolean weekend =
            local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        boolean evening =
            !time.isBefore(LocalTime.of(17, 15)) && time.isBefore(LocalTime.of(20, 45));
        return new BigDecimal(!weekend && evening ? "0.55" : "0.35");
      }
      boolean night = !time.isBefore(LocalTime.of(22, 30)) || time.isBefore(LocalTime.of(6, 30));
      return new BigDecimal(night ? "0.2" : "0.3012");
    }

    @Override
    public BigDecimal exported(ZonedDateTime local) {
      return new BigDecimal(second(local.toLocalDate()) ? "-0.01" : "0.08");
    }

    @Override
    public BigDecimal standing(LocalDate date) {
      return new BigDecimal(second(date) ? "0.5" : "0.41");
    }
  };

  /** The same from the file. */
  static Map<String, Tariff> file() throws IOException, InvalidTariffException {
    try (InputStream file = TestPrices.class.getResourceAsStream("tariffs.json")) {
      return TariffFile.read(Objects.requireNonNull(file).readAllBytes(), "tariffs.json");
    }
  }
}
