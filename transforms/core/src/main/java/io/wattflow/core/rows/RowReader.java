package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.schemas.avro.DeviceType;
import java.nio.charset.StandardCharsets;
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
  private static final DeviceType[] TYPES = DeviceType.values();
  private static final String[] NAMES =
      Arrays.stream(TYPES).map(DeviceType::name).toArray(String[]::new);
  private static final byte[][] NAME_BYTES =
      Arrays.stream(NAMES)
          .map(name -> name.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private final ColumnType[] columns;
  private final ByteReader in;
  private int rowsLeft;

  /** A reader at the first row of a block. */
  public RowReader(RowBlock block) {
    this.columns =
        TableLayout.of(block.table()).columns().stream()
            .map(TableLayout.Column::type)
            .toArray(ColumnType[]::new);
    this.in = new ByteReader("row block", block.rowBinary());
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
    for (int i = 0; i < columns.length; i++) {
      readColumn(columns[i], i + 1, sink);
    }
    rowsLeft--;
    if (rowsLeft == 0) {
      in.expectEnd();
    }
  }

  private void readColumn(ColumnType type, int column, ColumnSink sink) {
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
      case LOW_CARDINALITY_STRING -> sink.setString(column, readTypeName());
      case DATE_TIME -> sink.setInstantMillis(column, Integer.toUnsignedLong(in.readInt()) * 1000);
      case DATE_TIME_MILLIS -> sink.setInstantMillis(column, in.readLong());
    }
  }

  private String readTypeName() {
    int length = in.readCount("length of a text", in.remaining());
    int from = in.skip(length);
    for (int i = 0; i < NAMES.length; i++) {
      byte[] name = NAME_BYTES[i];
      if (Arrays.equals(name, 0, name.length, in.buffer(), from, from + length)) {
        return NAMES[i];
      }
    }
    return new String(in.buffer(), from, length, StandardCharsets.UTF_8);
  }
}
