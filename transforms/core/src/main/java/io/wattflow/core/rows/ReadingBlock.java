package io.wattflow.core.rows;

import io.wattflow.core.coding.ByteWriter;
import io.wattflow.core.rollup.Quantities;
import io.wattflow.core.rollup.ReadingLimits;
import io.wattflow.core.rollup.SeriesTable;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Readings that wait for their block: columns in the order of arrival, written in that of the
 * table's sort key.
 *
 * <p>Sorted, because a MergeTree sorts every block that it takes, by eight columns, and leaves one
 * that is in order as it is. Here most of that order is known: series are ranked once ({@link
 * SeriesRanks}), rows are counted into the place of their series, and those of one series mostly
 * come in order of time.
 */
final class ReadingBlock {
  /** Beyond it, series that are long silent are forgotten together with all others. */
  private static final int MAX_SERIES = 1 << 20;

  private static final int INITIAL_ROWS = 256;
  private static final int MOVES_PER_ROW = 16;

  private SeriesRanks ranks = new SeriesRanks();
  private int rows;
  private int[] series = new int[INITIAL_ROWS];
  private long[] times = new long[INITIAL_ROWS];
  private long[] sequences = new long[INITIAL_ROWS];
  private long[] powers = new long[INITIAL_ROWS];
  private short[] powerFactors = new short[INITIAL_ROWS];
  private long[] counters = new long[INITIAL_ROWS];
  private int[] voltages = new int[INITIAL_ROWS];

  /** Adds a validated reading. */
  void add(DecodedReading reading, long deviceHash) {
    int row = rows;
    if (row == series.length) {
      grow(row * 2);
    }
    series[row] = ranks.indexOf(reading, deviceHash);
    times[row] = reading.eventTimeMillis();
    sequences[row] = reading.hasSequence() ? reading.sequence() : ReadingLimits.NO_SEQUENCE;
    powers[row] = Quantities.milliwatts(reading.powerWatts());
    powerFactors[row] =
        (short)
            (reading.hasPowerFactor()
                ? Quantities.tenThousandths(reading.powerFactor())
                : ReadingLimits.NO_POWER_FACTOR);
    counters[row] =
        reading.hasEnergyCounterWh()
            ? Quantities.milliwattHours(reading.energyCounterWh())
            : ReadingLimits.NO_COUNTER;
    voltages[row] =
        reading.hasVoltageVolts()
            ? Quantities.millivolts(reading.voltageVolts())
            : RowBlockBuilder.NO_VOLTAGE;
    rows = row + 1;
  }

  private void grow(int capacity) {
    series = Arrays.copyOf(series, capacity);
    times = Arrays.copyOf(times, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    powers = Arrays.copyOf(powers, capacity);
    powerFactors = Arrays.copyOf(powerFactors, capacity);
    counters = Arrays.copyOf(counters, capacity);
    voltages = Arrays.copyOf(voltages, capacity);
  }

  /** Writes the rows so far as one block in format Native, if there are any, and forgets them. */
  void writeTo(ByteWriter out) {
    if (rows > 0) {
      write(sorted(), new NativeColumns(out, TableLayout.TELEMETRY, rows));
    }
    rows = 0;
    if (ranks.series().count() > MAX_SERIES) {
      ranks = new SeriesRanks();
    }
  }

  private void write(int[] order, NativeColumns columns) {
    SeriesTable keys = ranks.series();
    ByteWriter out = columns.next();
    for (int row : order) {
      out.writeLong(keys.userId(series[row]));
    }
    columns.next();
    for (int row : order) {
      int key = series[row];
      int length = keys.idLength(key);
      out.writeVarint(length);
      out.writeBytes(keys.idBuffer(), keys.idOffset(key), length);
    }
    columns.nextOfTypes();
    for (int row : order) {
      out.writeByte(NativeColumns.typeKey(keys.typeCode(series[row])));
    }
    columns.next();
    writeLongs(out, times, order);
    columns.next();
    writeLongs(out, sequences, order);
    columns.next();
    writeLongs(out, powers, order);
    columns.next();
    for (int row : order) {
      out.writeShort(powerFactors[row]);
    }
    columns.next();
    writeLongs(out, counters, order);
    columns.next();
    for (int row : order) {
      out.writeInt(voltages[row]);
    }
  }

  private static void writeLongs(ByteWriter out, long[] column, int[] order) {
    for (int row : order) {
      out.writeLong(column[row]);
    }
  }

  /** The rows in the order of the sort key. */
  private int[] sorted() {
    int[] rankOf = ranks.ranks();
    // Where each series begins, and then where its next row goes, and then where it ends.
    int[] place = new int[rankOf.length + 1];
    for (int row = 0; row < rows; row++) {
      place[rankOf[series[row]] + 1]++;
    }
    for (int rank = 1; rank < place.length; rank++) {
      place[rank] += place[rank - 1];
    }
    int[] order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[place[rankOf[series[row]]]++] = row;
    }
    int from = 0;
    for (int rank = 0; rank < rankOf.length; rank++) {
      sortRows(order, from, place[rank]);
      from = place[rank];
    }
    return order;
  }

  /**
   * Sorts the rows of one series. They come nearly in order, so that insertion does it without an
   * object; what takes too many moves, an upload in reverse order say, is left to a real sort.
   */
  private void sortRows(int[] order, int from, int to) {
    int moves = MOVES_PER_ROW * (to - from);
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int at = i;
      while (at > from && compare(order[at - 1], row) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = row;
      moves -= i - at;
      if (moves < 0) {
        sortBoxed(order, from, to);
        return;
      }
    }
  }

  private void sortBoxed(int[] order, int from, int to) {
    Integer[] run = new Integer[to - from];
    Arrays.setAll(run, at -> order[from + at]);
    Arrays.sort(run, (Comparator<Integer>) this::compare);
    for (int at = 0; at < run.length; at++) {
      order[from + at] = run[at];
    }
  }

  /** By what follows the series in the sort key. */
  private int compare(int left, int right) {
    int byTime = Long.compare(times[left], times[right]);
    if (byTime != 0) {
      return byTime;
    }
    int bySequence = Long.compare(sequences[left], sequences[right]);
    if (bySequence != 0) {
      return bySequence;
    }
    int byPower = Long.compare(powers[left], powers[right]);
    if (byPower != 0) {
      return byPower;
    }
    int byFactor = Short.compare(powerFactors[left], powerFactors[right]);
    return byFactor != 0 ? byFactor : Long.compare(counters[left], counters[right]);
  }
}
