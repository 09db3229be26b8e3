package io.wattflow.services.analytics.query;

import java.util.Locale;

/** What a value is: in the catalog, in filters and in answers. */
public enum ColumnType {
  /** A JSON string. */
  STRING,
  /** A JSON number, exact where the column is. */
  NUMBER,
  /** An exact decimal, which travels as a string in answers: costs. In filters it is a number. */
  DECIMAL,
  /** An instant, in ISO 8601 with an offset. */
  TIMESTAMP,
  /** A local date, such as 2026-11-27. */
  DATE,
  /** An array of strings. */
  STRINGS;

  /** Its name in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether columns of it can be calculated with. */
  boolean isNumeric() {
    return this == NUMBER || this == DECIMAL;
  }

  /** Whether columns of it can be put into calendar periods. */
  boolean isTime() {
    return this == TIMESTAMP || this == DATE;
  }
}
