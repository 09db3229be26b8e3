package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the rows of a block of rollups and reads no more of them than whose they are and where
 * their windows begin. That costs a small part of what {@link RowReader} does.
 *
 * <pre>{@code
 * WindowReader windows = new WindowReader(block);
 * while (windows.next()) {
 *   windows.startSeconds();
 * }
 * }</pre>
 */
public final class WindowReader {
  private static final List<String> READ =
      List.of("user_id", "device_id", "device_type", "window_start");

  /** A step over a value that may be null. */
  private static final int NULLABLE = -1;

  /** From the start of the window to the end of the row. */
  private static final int[] STEPS = steps();

  private final ByteReader in;
  private int rowsLeft;
  private long userId;
  private int deviceIdOffset;
  private int deviceIdLength;
  private long startSeconds;

  /**
   * A reader before the first row.
   *
   * @throws IllegalArgumentException if the block is of another table
   */
  public WindowReader(RowBlock block) {
    if (block.table() == Table.TELEMETRY || block.format() != RowFormat.ROW_BINARY) {
      throw new IllegalArgumentException(block + " has no rows with windows");
    }
    this.in = new ByteReader("row block", block.bytes());
    this.rowsLeft = block.rows();
  }

  /** Bytes to step over, joined where they can be, and {@link #NULLABLE} between them. */
  private static int[] steps() {
    List<TableLayout.Column> columns = TableLayout.ROLLUP.columns();
    if (!TableLayout.ROLLUP.columnNames().subList(0, READ.size()).equals(READ)) {
      throw new IllegalStateException("rollups do not begin with " + READ);
    }
    List<Integer> steps = new ArrayList<>();
    int fixed = 0;
    for (TableLayout.Column column : columns.subList(READ.size(), columns.size())) {
      switch (column.type()) {
        case NULLABLE_FLOAT64 -> {
          steps.add(fixed);
          steps.add(NULLABLE);
          fixed = 0;
        }
        case STRING, LOW_CARDINALITY_STRING ->
            throw new IllegalStateException("no step over " + column);
        default -> fixed += column.type().width();
      }
    }
    steps.add(fixed);
    return steps.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws io.wattflow.core.coding.EncodingException if the bytes do not hold what the block
   *     promises
   */
  public boolean next() {
    if (rowsLeft == 0) {
      in.expectEnd();
      return false;
    }
    rowsLeft--;
    userId = in.readLong();
    deviceIdLength = in.readCount("length of a text", in.remaining());
    deviceIdOffset = in.skip(deviceIdLength);
    in.skip(in.readCount("length of a text", in.remaining()));
    startSeconds = Integer.toUnsignedLong(in.readInt());
    for (int step : STEPS) {
      if (step != NULLABLE) {
        in.skip(step);
      } else if (in.readByte() == 0) {
        in.skip(Double.BYTES);
      }
    }
    return true;
  }

  /** The owner of the row's device, unsigned. */
  public long userId() {
    return userId;
  }

  /** The row's device. */
  public String deviceId() {
    return new String(in.buffer(), deviceIdOffset, deviceIdLength, StandardCharsets.UTF_8);
  }

  /** Start of the row's window, in s since the epoch. */
  public long startSeconds() {
    return startSeconds;
  }
}
