package io.wattflow.reports.store;

import io.wattflow.core.calendar.PeriodKind;

/** The tables of reports. */
public enum ReportTable {
  DAILY(PeriodKind.DAY, "report_daily"),
  MONTHLY(PeriodKind.MONTH, "report_monthly"),
  YEARLY(PeriodKind.YEAR, "report_yearly");

  private final PeriodKind kind;
  private final String table;

  ReportTable(PeriodKind kind, String table) {
    this.kind = kind;
    this.table = table;
  }

  /** The periods of its rows. */
  public PeriodKind kind() {
    return kind;
  }

  /** Its name in the database. */
  public String table() {
    return table;
  }
}
