package io.wattflow.core.rows;

/**
 * The ClickHouse types that our tables use, and how their values stand in RowBinary and Native
 * alike.
 */
public enum ColumnType {
  /** Eight bytes, little-endian. */
  UINT64("UInt64"),
  /** Eight bytes, little-endian. */
  INT64("Int64"),
  /** Four bytes, little-endian. */
  UINT32("UInt32"),
  /** Four bytes, little-endian. */
  INT32("Int32"),
  /** Two bytes, little-endian. */
  INT16("Int16"),
  /** One byte. */
  UINT8("UInt8"),
  /** Eight bytes, IEEE 754, little-endian. */
  FLOAT64("Float64"),
  /** One byte, 1 for null, then the double if it is not null. */
  NULLABLE_FLOAT64("Nullable(Float64)"),
  /** Varint length and UTF-8 bytes. */
  STRING("String"),
  /** As a string. */
  LOW_CARDINALITY_STRING("LowCardinality(String)"),
  /** Unsigned seconds since the epoch in four bytes, little-endian. */
  DATE_TIME("DateTime('UTC')"),
  /** Milliseconds since the epoch in eight bytes, little-endian. */
  DATE_TIME_MILLIS("DateTime64(3, 'UTC')");

  private final String clickHouseName;

  ColumnType(String clickHouseName) {
    this.clickHouseName = clickHouseName;
  }

  /** The type as ClickHouse spells it in system.columns. */
  public String clickHouseName() {
    return clickHouseName;
  }
}
