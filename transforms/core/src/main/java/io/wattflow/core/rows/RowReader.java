package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import java.util.Arrays;

/**
 * Walks the rows of a block and replays them into a {@link ColumnSink}, say a prepared statement.
 *
 * <pre>{@code
 * RowReader reader = new RowReader(block);
 * while (reader.hasNext()) {
 *   reader.readRow(sink);
 * }
 * }</pre>
 */
public final class RowReader {
  private final TableLayout layout;
  private final ColumnType[] columns;
  private final RowFormat format;
  private final ByteReader in;

  /** Where each column is read; in row after row always the same place. */
  private ByteReader[] places;

  private String[] dictionary = new String[0];
  private int rowsLeft;
  private int rowsLeftAtPlaces;

  /** A reader at the first row of a block. */
  public RowReader(RowBlock block) {
    this.layout = TableLayout.of(block.table());
    this.columns =
        layout.columns().stream().map(TableLayout.Column::type).toArray(ColumnType[]::new);
    this.format = block.format();
    this.in = new ByteReader("row block", block.bytes());
    this.places = new ByteReader[columns.length];
    Arrays.fill(places, in);
    this.rowsLeft = block.rows();
  }

  /** Whether a row is left. */
  public boolean hasNext() {
    return rowsLeft > 0;
  }

  /**
   * Hands all columns of the next row to the sink.
   *
   * @throws IllegalStateException if no row is left
   * @throws io.wattflow.core.coding.EncodingException if the bytes do not hold what the block
   *     promises
   */
  public void readRow(ColumnSink sink) {
    if (rowsLeft == 0) {
      throw new IllegalStateException("no row left");
    }
    if (format == RowFormat.NATIVE && rowsLeftAtPlaces == 0) {
      NativeColumns.Block block = NativeColumns.read(in, layout, rowsLeft);
      places = block.values();
      dictionary = block.dictionary();
      rowsLeftAtPlaces = block.rows();
    }
    for (int i = 0; i < columns.length; i++) {
      readColumn(columns[i], i + 1, places[i], sink);
    }
    rowsLeft--;
    rowsLeftAtPlaces--;
    if (rowsLeft == 0) {
      in.expectEnd();
    }
  }

  private void readColumn(ColumnType type, int column, ByteReader in, ColumnSink sink) {
    switch (type) {
      case UINT64, INT64 -> sink.setLong(column, in.readLong());
      case UINT32 -> sink.setLong(column, Integer.toUnsignedLong(in.readInt()));
      case INT32 -> sink.setLong(column, in.readInt());
      case INT16 -> sink.setLong(column, in.readShort());
      case UINT8 -> sink.setLong(column, in.readByte());
      case FLOAT64 -> sink.setDouble(column, in.readDouble());
      case NULLABLE_FLOAT64 -> {
        if (in.readByte() == 0) {
          sink.setDouble(column, in.readDouble());
        } else {
          sink.setNull(column);
        }
      }
      case STRING -> {
        int length = in.readCount("length of a text", in.remaining());
        sink.setUtf8(column, in.buffer(), in.skip(length), length);
      }
      case LOW_CARDINALITY_STRING -> sink.setString(column, readTypeName(in));
      case DATE_TIME -> sink.setInstantMillis(column, Integer.toUnsignedLong(in.readInt()) * 1000);
      case DATE_TIME_MILLIS -> sink.setInstantMillis(column, in.readLong());
    }
  }

  private String readTypeName(ByteReader in) {
    if (format == RowFormat.NATIVE) {
      int key = in.readByte();
      if (key >= dictionary.length) {
        throw in.fail("key " + key + " is not in the dictionary");
      }
      return dictionary[key];
    }
    int length = in.readCount("length of a text", in.remaining());
    return DeviceTypeNames.text(in.buffer(), in.skip(length), length);
  }
}
