package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteWriter;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import org.jspecify.annotations.Nullable;

/**
 * Packs rows of one table into blocks, in the column order of {@link TableLayout}. Reusable: {@link
 * #build} starts the next block. Not safe for use by several threads.
 *
 * <p>Rollup rows come one by one in small panes, and are RowBinary, which is joined by appending
 * bytes. Readings come by the hundred thousand, and are sorted into columns ({@link ReadingBlock}).
 */
public final class RowBlockBuilder {
  /** Stands for an absent voltage. */
  public static final int NO_VOLTAGE = -1;

  private static final long MILLIS_PER_SECOND = 1000;
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private final Table table;
  private final int maxRows;
  private final RowFormat format;
  private final ByteWriter out = new ByteWriter(1 << 12);

  /** Readings of this block; null in a builder of rollup rows. */
  private final @Nullable ReadingBlock readings;

  private int rows;

  /** A builder of blocks of up to {@code maxRows} rows, at least 1. */
  public RowBlockBuilder(Table table, int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows must be at least 1, not " + maxRows);
    }
    this.table = table;
    this.maxRows = maxRows;
    this.format = RowFormat.of(table);
    this.readings = table == Table.TELEMETRY ? new ReadingBlock() : null;
  }

  /** The table of this builder's rows. */
  public Table table() {
    return table;
  }

  /** Rows since the last block. */
  public int rows() {
    return rows;
  }

  /** Whether the block holds no row. */
  public boolean isEmpty() {
    return rows == 0;
  }

  /** Whether the block is full and must be built before the next append. */
  public boolean isFull() {
    return rows >= maxRows;
  }

  /**
   * Appends a validated reading to a block of raw telemetry.
   *
   * @return whether the block is full now
   * @throws IllegalStateException if this is a builder of another table or the block is full
   */
  public boolean append(DecodedReading reading) {
    return append(
        reading,
        Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength()));
  }

  /**
   * As {@link #append(DecodedReading)}, for whoever knows {@link Shards#hash} of the device
   * already.
   */
  public boolean append(DecodedReading reading, long deviceHash) {
    ReadingBlock block = readings;
    startRow(block != null);
    if (block != null) {
      block.add(reading, deviceHash);
    }
    return isFull();
  }

  /**
   * Appends a rollup row.
   *
   * @return whether the block is full now
   * @throws IllegalStateException if this is a builder of raw telemetry or the block is full
   */
  public boolean append(RollupRow row) {
    startRow(readings == null);
    SeriesKey series = row.series();
    byte[] id = series.sharedDeviceIdBytes();
    out.writeLong(series.userId());
    writeString(id, 0, id.length);
    writeType(series.deviceTypeCode());
    out.writeInt(uint32("window start in s", row.windowStartMillis() / MILLIS_PER_SECOND));
    out.writeInt(uint32("reading count", row.readingCount()));
    out.writeDouble(row.powerMin());
    out.writeDouble(row.powerMax());
    out.writeDouble(row.powerMean());
    out.writeDouble(row.powerTimeWeightedMean());
    out.writeDouble(row.powerFirst());
    out.writeDouble(row.powerLast());
    out.writeDouble(row.powerP50());
    out.writeDouble(row.powerP95());
    out.writeLong(row.lastEventTimeMillis());
    out.writeDouble(row.energyWh());
    out.writeDouble(row.energyEstimatedWh());
    writeNullable(row.counterEnergyWh());
    writeNullable(row.powerFactorMean());
    out.writeDouble(row.coveredSeconds());
    out.writeByte(row.quality());
    out.writeLong(row.version());
    return isFull();
  }

  private void startRow(boolean rightTable) {
    if (!rightTable) {
      throw new IllegalStateException("no row for " + table.tableName());
    }
    if (isFull()) {
      throw new IllegalStateException("the block is full with " + rows + " rows: build it first");
    }
    rows++;
  }

  private static int uint32(String name, long value) {
    if (value < 0 || value > MAX_UINT32) {
      throw new IllegalArgumentException(name + " " + value + " does not fit into 32 bits");
    }
    return (int) value;
  }

  private void writeNullable(@Nullable Double value) {
    out.writeByte(value == null ? 1 : 0);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  private void writeString(byte[] buffer, int offset, int length) {
    out.writeVarint(length);
    out.writeBytes(buffer, offset, length);
  }

  private void writeType(int code) {
    byte[] name = DeviceTypeNames.utf8(code);
    writeString(name, 0, name.length);
  }

  /**
   * Appends all rows of a block, which may make this one larger than {@code maxRows}.
   *
   * @return whether the block is full now
   * @throws IllegalArgumentException if the rows are of another table or format
   * @throws IllegalStateException if the block is full
   */
  public boolean append(RowBlock block) {
    if (block.table() != table || block.format() != format) {
      throw new IllegalArgumentException(
          block + " cannot be joined with " + format.clickHouseName() + " of " + table.tableName());
    }
    startRow(true);
    out.writeBytes(block.bytes(), 0, block.bytes().length);
    rows += block.rows() - 1;
    return isFull();
  }

  /** The block of the rows so far; the builder starts the next one. An empty block is allowed. */
  public RowBlock build() {
    if (readings != null) {
      // Blocks in format Native may follow each other.
      readings.writeTo(out);
    }
    RowBlock block = new RowBlock(table, format, rows, out.toByteArray());
    out.clear();
    rows = 0;
    return block;
  }
}
