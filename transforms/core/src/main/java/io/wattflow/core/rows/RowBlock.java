package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;

/**
 * Many rows of one table, ready to be sent as they are. Immutable.
 *
 * <p>Encoding, version 2: version byte, code of the table, code of the format, number of rows
 * (varint), then the bytes of the rows up to the end.
 */
public final class RowBlock {
  private static final int VERSION = 2;

  private final Table table;
  private final RowFormat format;
  private final int rows;
  private final byte[] bytes;

  /** Takes the bytes over; the caller must not change them any more. */
  RowBlock(Table table, RowFormat format, int rows, byte[] ownedBytes) {
    this.table = table;
    this.format = format;
    this.rows = rows;
    this.bytes = ownedBytes;
  }

  /** The table that the rows belong to. */
  public Table table() {
    return table;
  }

  /** What {@link #bytes} are. */
  public RowFormat format() {
    return format;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /**
   * The rows in {@link #format}. The array is shared, since it is large: read it and leave it as it
   * is.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** The encoded block. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(bytes.length + 12);
    out.writeByte(VERSION);
    out.writeByte(table.ordinal());
    out.writeByte(format.ordinal());
    out.writeVarint(rows);
    out.writeBytes(bytes, 0, bytes.length);
    return out.toByteArray();
  }

  /**
   * The block that {@link #encode} wrote. The rows themselves are checked when they are read.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding
   */
  public static RowBlock decode(byte[] encoded) {
    ByteReader in = new ByteReader("row block", encoded);
    in.expectVersion(VERSION);
    int table = in.readByte();
    if (table >= Table.count()) {
      throw in.fail("unknown table " + table);
    }
    int format = in.readByte();
    if (format >= RowFormat.count()) {
      throw in.fail("unknown format " + format);
    }
    int rows = in.readCount("number of rows", in.remaining());
    return new RowBlock(
        Table.ofCode(table),
        RowFormat.ofCode(format),
        rows,
        Arrays.copyOfRange(encoded, in.position(), encoded.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowBlock that
        && table == that.table
        && format == that.format
        && rows == that.rows
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes) * 31 + table.hashCode();
  }

  @Override
  public String toString() {
    return "RowBlock["
        + rows
        + " rows of "
        + table.tableName()
        + ", "
        + bytes.length
        + " bytes of "
        + format.clickHouseName()
        + "]";
  }
}
