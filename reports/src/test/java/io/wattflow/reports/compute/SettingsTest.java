package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffVersion;
import io.wattflow.core.tariff.WeeklyPrices;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which settings are the same. */
class SettingsTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final LocalPeriod MAY =
      LocalPeriod.of(PeriodKind.MONTH, LocalDate.of(2026, 5, 1), ZoneId.of("UTC"));

  private static TariffVersion version(LocalDate validFrom, long price) {
    return new TariffVersion(validFrom, WeeklyPrices.flat(price), 0, 0);
  }

  private static long settings(LocalPeriod period, TariffVersion... versions) {
    return new Settings(new Tariff("t", "EUR", List.of(versions))).of(period);
  }

  @Test
  void whatIsChangedBackIsTheSameAgain() {
    long cheap = settings(MAY, version(START, 1));
    assertThat(settings(MAY, version(START, 2))).isNotEqualTo(cheap);
    assertThat(new Settings(null).of(MAY)).isNotEqualTo(cheap);
    assertThat(settings(MAY, version(START, 1))).isEqualTo(cheap);
  }

  @Test
  void aZoneOfTheSameClocksIsAnotherOne() {
    LocalPeriod inLondon =
        LocalPeriod.of(PeriodKind.DAY, LocalDate.of(2026, 1, 9), ZoneId.of("Europe/London"));
    LocalPeriod inDublin = LocalPeriod.of(PeriodKind.DAY, inLondon.start(), ZoneId.of("Eire"));
    assertThat(settings(inLondon, version(START, 1)))
        .isNotEqualTo(settings(inDublin, version(START, 1)));
  }

  @Test
  void pricesOfOtherTimesAreNoPartOfIt() {
    long plain = settings(MAY, version(START, 1));
    assertThat(settings(MAY, version(START, 1), version(MAY.end(), 2))).isEqualTo(plain);
    assertThat(settings(MAY, version(START.minusDays(1), 9), version(START, 1))).isEqualTo(plain);
    assertThat(settings(MAY, version(START, 1), version(MAY.end().minusDays(1), 2)))
        .isNotEqualTo(plain);
    // April is what May is compared with.
    assertThat(settings(MAY, version(START, 1), version(LocalDate.of(2026, 4, 2), 2)))
        .isNotEqualTo(plain);
  }
}
