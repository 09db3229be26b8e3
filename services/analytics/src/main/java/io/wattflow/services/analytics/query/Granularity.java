package io.wattflow.services.analytics.query;

import java.util.Locale;

/** Calendar periods that a time can be put into, on the clocks of a zone. */
public enum Granularity {
  MINUTE("toStartOfMinute"),
  HOUR("toStartOfHour"),
  DAY("toDate"),
  /** From Monday, as ISO 8601 has it. */
  WEEK("toMonday"),
  MONTH("toStartOfMonth"),
  YEAR("toStartOfYear");

  private final String function;

  Granularity(String function) {
    this.function = function;
  }

  /** Its name in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** ClickHouse's function for its start. */
  String function() {
    return function;
  }

  /** Whether its start is a date, the midnight of which has to be found on the zone's clocks. */
  boolean isDate() {
    return compareTo(DAY) >= 0;
  }
}
