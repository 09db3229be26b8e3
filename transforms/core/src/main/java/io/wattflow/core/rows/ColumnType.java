package io.wattflow.core.rows;

/**
 * The ClickHouse types that our tables use, and how their values stand in RowBinary and Native
 * alike.
 */
public enum ColumnType {
  /** Eight bytes, little-endian. */
  UINT64("UInt64", Long.BYTES),
  /** Eight bytes, little-endian. */
  INT64("Int64", Long.BYTES),
  /** Four bytes, little-endian. */
  UINT32("UInt32", Integer.BYTES),
  /** Four bytes, little-endian. */
  INT32("Int32", Integer.BYTES),
  /** Two bytes, little-endian. */
  INT16("Int16", Short.BYTES),
  /** One byte. */
  UINT8("UInt8", Byte.BYTES),
  /** Eight bytes, IEEE 754, little-endian. */
  FLOAT64("Float64", Double.BYTES),
  /** One byte, 1 for null, then the double if it is not null. */
  NULLABLE_FLOAT64("Nullable(Float64)", ColumnType.VARIES),
  /** Varint length and UTF-8 bytes. */
  STRING("String", ColumnType.VARIES),
  /** As a string. */
  LOW_CARDINALITY_STRING("LowCardinality(String)", ColumnType.VARIES),
  /** Unsigned seconds since the epoch in four bytes, little-endian. */
  DATE_TIME("DateTime('UTC')", Integer.BYTES),
  /** Milliseconds since the epoch in eight bytes, little-endian. */
  DATE_TIME_MILLIS("DateTime64(3, 'UTC')", Long.BYTES);

  /** The width of values that are not all as wide. */
  static final int VARIES = 0;

  private final String clickHouseName;
  private final int width;

  ColumnType(String clickHouseName, int width) {
    this.clickHouseName = clickHouseName;
    this.width = width;
  }

  /** The type as ClickHouse spells it in system.columns. */
  public String clickHouseName() {
    return clickHouseName;
  }

  /** Bytes of a value in RowBinary, or {@link #VARIES}. */
  int width() {
    return width;
  }
}
