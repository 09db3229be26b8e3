package io.wattflow.sql;

import java.util.Locale;

/**
 * How long the rows of a table are kept after the end of their time.
 *
 * @param days at least 1, or 0 for {@link #FOREVER}
 */
public record Retention(int days) {
  /** Rows are never dropped. */
  public static final Retention FOREVER = new Retention(0);

  public Retention {
    if (days < 0) {
      throw new IllegalArgumentException("retention must not be negative, is " + days + " days");
    }
  }

  /**
   * Rows are kept for some days.
   *
   * @param days at least 1
   */
  public static Retention ofDays(int days) {
    if (days < 1) {
      throw new IllegalArgumentException("retention must be at least 1 day, is " + days);
    }
    return new Retention(days);
  }

  /**
   * Reads {@code 30d}, {@code 5y} (of 366 days, so that no day is dropped early) or {@code
   * forever}.
   *
   * @throws IllegalArgumentException if it is none of these; the message quotes the text
   */
  public static Retention parse(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals("forever")) {
      return FOREVER;
    }
    if (!value.matches("[1-9][0-9]{0,4}[dy]")) {
      throw new IllegalArgumentException(
          "retention must look like 30d, 5y or forever, is '" + text + "'");
    }
    int number = Integer.parseInt(value.substring(0, value.length() - 1));
    return ofDays(value.endsWith("y") ? Math.multiplyExact(number, 366) : number);
  }

  /** Whether rows are never dropped. */
  public boolean isForever() {
    return days == 0;
  }

  /**
   * The TTL expression.
   *
   * @param instant an SQL expression of type DateTime
   */
  String expression(String instant) {
    return instant + " + toIntervalDay(" + days + ")";
  }

  @Override
  public String toString() {
    return isForever() ? "forever" : days + "d";
  }
}
