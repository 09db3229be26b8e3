package io.wattflow.reports.store;

import io.wattflow.cache.Change;
import io.wattflow.core.calendar.PeriodKind;
import java.time.LocalDate;
import java.time.ZoneOffset;

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

  /**
   * Rows of periods that start on some dates, as those who change them tell it and as answers
   * depend on them. Questions name dates and know no zone, so a date stands at its midnight in UTC,
   * whatever the zone of its row.
   *
   * @param userId unsigned
   * @param deviceId {@link Change#ALL_DEVICES}: of every device
   * @param first date
   * @param behind first date behind, after {@code first}
   * @throws IllegalArgumentException if there are no dates between the two
   */
  public Change rows(long userId, String deviceId, LocalDate first, LocalDate behind) {
    return new Change(table, userId, deviceId, midnight(first), midnight(behind));
  }

  private static long midnight(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
