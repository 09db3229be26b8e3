package io.wattflow.core.rows;

/**
 * How the rows of a block stand in its bytes. The order is that of the codes in an encoded block.
 */
public enum RowFormat {
  /** Row after row, without names. */
  ROW_BINARY("RowBinary"),
  /** Column after column, with names and types; ClickHouse takes it several times as fast. */
  NATIVE("Native");

  private static final RowFormat[] BY_CODE = values();

  private final String clickHouseName;

  RowFormat(String clickHouseName) {
    this.clickHouseName = clickHouseName;
  }

  /** The format as ClickHouse spells it. */
  public String clickHouseName() {
    return clickHouseName;
  }

  static int count() {
    return BY_CODE.length;
  }

  static RowFormat ofCode(int code) {
    return BY_CODE[code];
  }

  /** The format in which new blocks of a table are built. */
  static RowFormat of(Table table) {
    return table == Table.TELEMETRY ? NATIVE : ROW_BINARY;
  }
}
