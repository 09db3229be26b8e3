package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One block in ClickHouse's format Native: number of columns and of rows as varints, then for each
 * column its name, its type and its values one after the other. Several blocks may follow each
 * other.
 *
 * <p>A column of device types is a LowCardinality(String) with a dictionary of its own: version 1
 * in eight bytes; eight bytes that say that the dictionary follows, and keys are one byte each; the
 * size of the dictionary in eight bytes, its texts (the first is empty, and stands for the
 * default); the number of keys in eight bytes, and the keys.
 */
final class NativeColumns {
  private static final long DICTIONARY_VERSION = 1;
  private static final long ONE_BYTE_KEYS = 1L << 9;
  private static final int KEY_BYTES = 1;

  private final ByteWriter out;
  private final List<TableLayout.Column> columns;
  private final int rows;
  private int begun;

  /** Begins a block. */
  NativeColumns(ByteWriter out, TableLayout layout, int rows) {
    this.out = out;
    this.columns = layout.columns();
    this.rows = rows;
    out.writeVarint(columns.size());
    out.writeVarint(rows);
  }

  /** Begins the next column; its values are to be written next. */
  ByteWriter next() {
    TableLayout.Column column = columns.get(begun++);
    writeText(column.name().getBytes(StandardCharsets.UTF_8));
    writeText(column.type().clickHouseName().getBytes(StandardCharsets.UTF_8));
    return out;
  }

  /**
   * Begins the next column, of device types; their {@link #typeKey keys} are to be written next.
   */
  void nextOfTypes() {
    next();
    out.writeLong(DICTIONARY_VERSION);
    out.writeLong(ONE_BYTE_KEYS);
    out.writeLong(1L + DeviceTypeNames.count());
    writeText(new byte[0]);
    for (int code = 0; code < DeviceTypeNames.count(); code++) {
      writeText(DeviceTypeNames.utf8(code));
    }
    out.writeLong(rows);
  }

  /** The byte that stands for a device type. */
  static int typeKey(int code) {
    return code >= 0 && code < DeviceTypeNames.count() ? code + 1 : 1;
  }

  private void writeText(byte[] text) {
    out.writeVarint(text.length);
    out.writeBytes(text, 0, text.length);
  }

  /**
   * The columns of the next block, each at its first value. The reader goes on behind the block.
   *
   * @param rowsLeft more rows than that cannot be in the block
   */
  static Block read(ByteReader in, TableLayout layout, int rowsLeft) {
    List<TableLayout.Column> columns = layout.columns();
    int count = in.readCount("number of columns", columns.size());
    int rows = in.readCount("number of rows", rowsLeft);
    if (count != columns.size() || rows == 0) {
      throw in.fail("a block of " + count + " columns and " + rows + " rows");
    }
    ByteReader[] values = new ByteReader[count];
    String[] dictionary = new String[0];
    for (int i = 0; i < count; i++) {
      expectText(in, columns.get(i).name());
      expectText(in, columns.get(i).type().clickHouseName());
      if (columns.get(i).type() == ColumnType.LOW_CARDINALITY_STRING) {
        dictionary = readDictionary(in, rows);
      }
      int from = in.position();
      skipValues(in, columns.get(i).type(), rows);
      values[i] = new ByteReader("row block", in.buffer(), from, in.position() - from);
    }
    return new Block(rows, values, dictionary);
  }

  private static void expectText(ByteReader in, String expected) {
    int length = in.readCount("length of a text", in.remaining());
    String found = new String(in.buffer(), in.skip(length), length, StandardCharsets.UTF_8);
    if (!found.equals(expected)) {
      throw in.fail("'" + found + "' where '" + expected + "' belongs");
    }
  }

  private static String[] readDictionary(ByteReader in, int rows) {
    long version = in.readLong();
    long flags = in.readLong();
    long size = in.readLong();
    if (version != DICTIONARY_VERSION
        || flags != ONE_BYTE_KEYS
        || size < 1
        || size > 1L + Byte.MAX_VALUE) {
      throw in.fail("an unknown dictionary");
    }
    String[] dictionary = new String[(int) size];
    for (int i = 0; i < dictionary.length; i++) {
      int length = in.readCount("length of a text", in.remaining());
      dictionary[i] = DeviceTypeNames.text(in.buffer(), in.skip(length), length);
    }
    if (in.readLong() != rows) {
      throw in.fail("another number of keys than rows");
    }
    return dictionary;
  }

  private static void skipValues(ByteReader in, ColumnType type, int rows) {
    if (type == ColumnType.NULLABLE_FLOAT64) {
      throw in.fail("no such column in a columnar block");
    }
    int width = type == ColumnType.LOW_CARDINALITY_STRING ? KEY_BYTES : type.width();
    if (width != ColumnType.VARIES) {
      in.skip((int) Math.min(Integer.MAX_VALUE, (long) width * rows));
      return;
    }
    for (int row = 0; row < rows; row++) {
      in.skip(in.readCount("length of a text", in.remaining()));
    }
  }

  /**
   * A block that is read.
   *
   * @param rows how many
   * @param values of each column
   * @param dictionary of the column of device types
   */
  record Block(int rows, ByteReader[] values, String[] dictionary) {}
}
