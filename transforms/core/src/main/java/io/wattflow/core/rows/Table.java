package io.wattflow.core.rows;

import java.util.Locale;

/** The tables that the pipelines write. The order is that of the codes in an encoded block. */
public enum Table {
  /** Raw readings. */
  TELEMETRY,
  /** One minute. */
  ROLLUP_1M,
  /** Five minutes, every minute. */
  ROLLUP_5M,
  /** One hour. */
  ROLLUP_1H,
  /** One UTC day. */
  ROLLUP_1D;

  private static final Table[] BY_CODE = values();

  /** The name in the database. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static int count() {
    return BY_CODE.length;
  }

  static Table ofCode(int code) {
    return BY_CODE[code];
  }
}
