package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import java.util.Arrays;

/**
 * A view of the partials of one series in a longer window, in order of time.
 *
 * <p>A view handed to a visitor is moved on to the next series when the visitor returns: take from
 * it what is needed and keep no reference. Indices run from 0 to {@link #size()}, exclusive.
 */
public final class SeriesPartials {
  private final PartialSets sets;
  private final SeriesTable table;
  private int series;
  private int[] entries = new int[64];
  private int size;

  SeriesPartials(PartialSets sets, SeriesTable table) {
    this.sets = sets;
    this.table = table;
  }

  /** Starts the view of another series; its entries follow from the newest to the oldest. */
  void moveTo(int newSeries) {
    series = newSeries;
    size = 0;
  }

  void addOlder(int entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
    }
    entries[size++] = entry;
  }

  /** The number of a child's partial in its accumulator. */
  int entry(int i) {
    return entries[size - 1 - i];
  }

  /** The series as an object of its own, which may be kept. */
  public SeriesKey key() {
    return table.key(series);
  }

  /** The number of the series in its accumulator. */
  int series() {
    return series;
  }

  /** The owner of the device. */
  public long userId() {
    return table.userId(series);
  }

  /** The stable code of the device type. */
  public int deviceTypeCode() {
    return table.typeCode(series);
  }

  /** Start of the longer window, in ms since the epoch. */
  public long windowStartMillis() {
    return sets.windowStartMillis();
  }

  /** End of the longer window, exclusive, in ms since the epoch. */
  public long windowEndMillis() {
    return sets.windowStartMillis() + sets.windowLengthMillis();
  }

  /** Number of child windows that have readings, at least 1. */
  public int size() {
    return size;
  }

  /** Start of a child window, in ms since the epoch. */
  public long childStartMillis(int i) {
    return sets.childStart(entry(i));
  }

  /** A copy of the encoded partial of a child window. */
  public byte[] encodedPartial(int i) {
    return sets.copyOfPartial(entry(i));
  }

  /** The partial of a child window. */
  public WindowPartial partial(int i) {
    return WindowPartial.decode(encodedPartial(i));
  }

  void pointAt(int i, ByteReader reader) {
    sets.pointAt(entry(i), reader);
  }
}
