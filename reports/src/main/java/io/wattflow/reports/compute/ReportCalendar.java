package io.wattflow.reports.compute;

import io.wattflow.core.tariff.Tariff;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What all series of a zone and a tariff share: their days, and the fingerprints of periods. */
public final class ReportCalendar {
  private final PricedCalendar days;
  private final Settings settings;

  /**
   * Of some dates; hours that reach beyond them are not to be asked for.
   *
   * @param tariff null: energy without a price
   */
  public ReportCalendar(ZoneId zone, @Nullable Tariff tariff, LocalDate first, LocalDate last) {
    this.days = PricedCalendar.of(zone, tariff, first, last);
    this.settings = new Settings(tariff);
  }

  /** Its local days, cut by price. */
  public PricedCalendar days() {
    return days;
  }

  Settings settings() {
    return settings;
  }
}
