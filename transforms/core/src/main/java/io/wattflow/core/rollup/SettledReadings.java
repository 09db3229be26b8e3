package io.wattflow.core.rollup;

import java.util.BitSet;

/**
 * Distinct readings of many series in one window: those of a series lie side by side, sorted. This
 * is the base of {@link ReadingSets}; what comes later makes a new one.
 */
final class SettledReadings {
  private final ReadingColumns readings;

  /** Where each series starts, and in the end where the last one ends. */
  private final int[] starts;

  /** None of no series. */
  SettledReadings() {
    this(new ReadingColumns(), new int[] {0});
  }

  /**
   * Takes over both.
   *
   * @param readings sorted and distinct within each series
   * @param starts where each series starts, and in the end where the last one ends
   */
  SettledReadings(ReadingColumns readings, int[] starts) {
    this.readings = readings;
    this.starts = starts;
  }

  /** All of them, series after series. */
  ReadingColumns readings() {
    return readings;
  }

  /** Number of readings of all series together. */
  int size() {
    return readings.size();
  }

  /** Where the readings of a series start. */
  int start(int series) {
    return starts[series];
  }

  /** Where the readings of a series end, exclusive. */
  int end(int series) {
    return starts[series + 1];
  }

  private int length(int series) {
    return series < starts.length - 1 ? starts[series + 1] - starts[series] : 0;
  }

  /**
   * These and others, by a counting sort.
   *
   * @param more in any order, with repeats
   * @param seriesOfMore the series of each of them
   * @param count number of series, those that are new included
   * @param grown gets a mark for each series that has more readings than here
   */
  SettledReadings with(ReadingColumns more, int[] seriesOfMore, int count, BitSet grown) {
    int[] newStarts = new int[count + 1];
    int[] cursor = new int[count];
    for (int i = 0; i < more.size(); i++) {
      cursor[seriesOfMore[i]]++;
    }
    ReadingColumns merged = ReadingColumns.like(size() + more.size(), readings, more);
    int position = 0;
    for (int s = 0; s < count; s++) {
      newStarts[s] = position;
      int settled = length(s);
      if (settled > 0) {
        merged.copyFrom(readings, starts[s], position, settled);
        position += settled;
      }
      int added = cursor[s];
      cursor[s] = position;
      position += added;
    }
    newStarts[count] = position;
    for (int i = 0; i < more.size(); i++) {
      merged.copyOne(more, i, cursor[seriesOfMore[i]]++);
    }
    dropRepeats(merged, newStarts, grown);
    return new SettledReadings(merged, newStarts);
  }

  /**
   * Sorts each series that has got more, drops its repeats, closes the holes, and marks what grew.
   */
  private void dropRepeats(ReadingColumns merged, int[] newStarts, BitSet grown) {
    int count = newStarts.length - 1;
    int write = 0;
    for (int s = 0; s < count; s++) {
      int from = newStarts[s];
      int end = newStarts[s + 1];
      int lengthBefore = length(s);
      if (end - from > lengthBefore) {
        end = merged.sortDistinct(from, end);
        if (end - from > lengthBefore) {
          grown.set(s);
        }
      }
      if (write != from) {
        merged.copyFrom(merged, from, write, end - from);
      }
      newStarts[s] = write;
      write += end - from;
    }
    newStarts[count] = write;
    merged.setSize(write);
  }
}
