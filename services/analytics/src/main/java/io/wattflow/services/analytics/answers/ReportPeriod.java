package io.wattflow.services.analytics.answers;

import io.wattflow.reports.store.ReportTable;
import io.wattflow.services.analytics.cache.CacheClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of report. */
public enum ReportPeriod {
  /** Local days. */
  DAILY("energy_local_day", ReportTable.DAILY, CacheClass.DAILY),
  /** Local months. */
  MONTHLY("energy_local_month", ReportTable.MONTHLY, CacheClass.HISTORICAL),
  /** Local years. */
  YEARLY("energy_local_year", ReportTable.YEARLY, CacheClass.HISTORICAL);

  private final String view;
  private final ReportTable table;
  private final CacheClass cacheClass;

  ReportPeriod(String view, ReportTable table, CacheClass cacheClass) {
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

  ReportTable table() {
    return table;
  }

  CacheClass cacheClass() {
    return cacheClass;
  }
}
