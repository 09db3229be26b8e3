package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.CacheClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of report. */
public enum ReportPeriod {
  /** Local days. */
  DAILY("energy_local_day", "report_daily", CacheClass.DAILY),
  /** Local months. */
  MONTHLY("energy_local_month", "report_monthly", CacheClass.HISTORICAL),
  /** Local years. */
  YEARLY("energy_local_year", "report_yearly", CacheClass.HISTORICAL);

  private final String view;
  private final String table;
  private final CacheClass cacheClass;

  ReportPeriod(String view, String table, CacheClass cacheClass) {
    this.view = view;
    this.table = table;
    this.cacheClass = cacheClass;
  }

  /** The period of a name such as {@code daily}; empty: there is none. */
  public static Optional<ReportPeriod> of(String label) {
    return Arrays.stream(values()).filter(period -> period.label().equals(label)).findFirst();
  }

  /** As requests name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String view() {
    return view;
  }

  String table() {
    return table;
  }

  CacheClass cacheClass() {
    return cacheClass;
  }
}
