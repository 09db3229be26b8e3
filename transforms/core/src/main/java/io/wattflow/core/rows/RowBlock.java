package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;

/**
 * Many rows of one table, ready to be sent as they are in format RowBinary. Immutable.
 *
 * <p>Encoding, version 1: version byte, code of the table, number of rows, then the row bytes up to
 * the end.
 */
public final class RowBlock {
  private static final int VERSION = 1;

  private final Table table;
  private final int rows;
  private final byte[] rowBinary;

  /** Takes the bytes over; the caller must not change them any more. */
  RowBlock(Table table, int rows, byte[] ownedRowBinary) {
    this.table = table;
    this.rows = rows;
    this.rowBinary = ownedRowBinary;
  }

  /** The table that the rows belong to. */
  public Table table() {
    return table;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /**
   * The rows in RowBinary. The array is shared, since it is large: read it and leave it as it is.
   */
  public byte[] rowBinary() {
    return rowBinary;
  }

  /** The encoded block. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(rowBinary.length + 12);
    out.writeByte(VERSION);
    out.writeByte(table.ordinal());
    out.writeVarint(rows);
    out.writeBytes(rowBinary, 0, rowBinary.length);
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
    int rows = in.readCount("number of rows", in.remaining());
    return new RowBlock(
        Table.ofCode(table), rows, Arrays.copyOfRange(encoded, in.position(), encoded.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowBlock that
        && table == that.table
        && rows == that.rows
        && Arrays.equals(rowBinary, that.rowBinary);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rowBinary) * 31 + table.hashCode();
  }

  @Override
  public String toString() {
    return "RowBlock["
        + rows
        + " rows of "
        + table.tableName()
        + ", "
        + rowBinary.length
        + " bytes]";
  }
}
