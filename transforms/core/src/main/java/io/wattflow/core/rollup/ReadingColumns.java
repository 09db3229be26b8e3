package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Readings in packed columns: 8 bytes each for instant and power, and columns for sequence, power
 * factor and counter only once a reading has one.
 *
 * <p>The order of readings is by instant, then sequence, power, power factor and counter, each with
 * "absent" lowest. So the winner of several payloads for one instant is simply the last of them.
 */
final class ReadingColumns {
  private static final long[] EMPTY = {};

  private int size;

  /** Offset into the window in the high 32 bits, power in mW in the low 32. */
  private long[] heads = EMPTY;

  private long @Nullable [] sequences;
  private long @Nullable [] counters;
  private short @Nullable [] powerFactors;

  /**
   * Columns with room for some readings, to be written by index; the optional columns are laid out
   * like those of the models.
   *
   * <p>They say "absent" only if a model has readings without that column. Otherwise every place
   * will be written, and filling them first would be a good part of a merge's cost.
   */
  static ReadingColumns like(int capacity, ReadingColumns one, ReadingColumns other) {
    ReadingColumns made = new ReadingColumns();
    made.heads = new long[capacity];
    if (one.sequences != null || other.sequences != null) {
      boolean gaps = lacks(one, one.sequences) || lacks(other, other.sequences);
      made.sequences = filled(capacity, gaps ? capacity : 0, NO_SEQUENCE);
    }
    if (one.counters != null || other.counters != null) {
      boolean gaps = lacks(one, one.counters) || lacks(other, other.counters);
      made.counters = filled(capacity, gaps ? capacity : 0, NO_COUNTER);
    }
    if (one.powerFactors != null || other.powerFactors != null) {
      boolean gaps = lacks(one, one.powerFactors) || lacks(other, other.powerFactors);
      made.powerFactors = absentFactors(capacity, gaps ? capacity : 0);
    }
    return made;
  }

  private static boolean lacks(ReadingColumns model, @Nullable Object column) {
    return model.size > 0 && column == null;
  }

  int size() {
    return size;
  }

  /** For a writer by index, after {@link #like}. */
  void setSize(int newSize) {
    size = newSize;
  }

  int offset(int i) {
    return (int) (heads[i] >>> 32);
  }

  int power(int i) {
    return (int) heads[i];
  }

  long sequence(int i) {
    return sequences == null ? NO_SEQUENCE : sequences[i];
  }

  long counter(int i) {
    return counters == null ? NO_COUNTER : counters[i];
  }

  int powerFactor(int i) {
    return powerFactors == null ? NO_POWER_FACTOR : powerFactors[i];
  }

  void append(int offset, int power, int powerFactor, long counter, long sequence) {
    int at = size;
    if (at == heads.length) {
      grow(Math.max(16, at * 2));
    }
    heads[at] = ((long) offset << 32) | (power & 0xFFFF_FFFFL);
    if (sequences != null) {
      sequences[at] = sequence;
    } else if (sequence != NO_SEQUENCE) {
      sequences = filled(heads.length, at, NO_SEQUENCE);
      sequences[at] = sequence;
    }
    if (counters != null) {
      counters[at] = counter;
    } else if (counter != NO_COUNTER) {
      counters = filled(heads.length, at, NO_COUNTER);
      counters[at] = counter;
    }
    if (powerFactors != null) {
      powerFactors[at] = (short) powerFactor;
    } else if (powerFactor != NO_POWER_FACTOR) {
      powerFactors = absentFactors(heads.length, at);
      powerFactors[at] = (short) powerFactor;
    }
    size = at + 1;
  }

  private static long[] filled(int capacity, int count, long absent) {
    long[] column = new long[capacity];
    Arrays.fill(column, 0, count, absent);
    return column;
  }

  private static short[] absentFactors(int capacity, int count) {
    short[] column = new short[capacity];
    Arrays.fill(column, 0, count, (short) NO_POWER_FACTOR);
    return column;
  }

  /** Makes room for so many more readings. */
  void reserve(int more) {
    if (heads.length - size < more) {
      grow(Math.max(heads.length * 2, size + more));
    }
  }

  private void grow(int capacity) {
    heads = Arrays.copyOf(heads, capacity);
    if (sequences != null) {
      sequences = Arrays.copyOf(sequences, capacity);
    }
    if (counters != null) {
      counters = Arrays.copyOf(counters, capacity);
    }
    if (powerFactors != null) {
      powerFactors = Arrays.copyOf(powerFactors, capacity);
    }
  }

  /**
   * Copies {@code count} readings of {@code source} here; for optional columns see {@link #like}.
   */
  void copyFrom(ReadingColumns source, int from, int to, int count) {
    System.arraycopy(source.heads, from, heads, to, count);
    if (source.sequences != null && sequences != null) {
      System.arraycopy(source.sequences, from, sequences, to, count);
    }
    if (source.counters != null && counters != null) {
      System.arraycopy(source.counters, from, counters, to, count);
    }
    if (source.powerFactors != null && powerFactors != null) {
      System.arraycopy(source.powerFactors, from, powerFactors, to, count);
    }
  }

  /** Copies one reading; the scatter loop is too hot for array copies of length one. */
  void copyOne(ReadingColumns source, int from, int to) {
    heads[to] = source.heads[from];
    if (source.sequences != null && sequences != null) {
      sequences[to] = source.sequences[from];
    }
    if (source.counters != null && counters != null) {
      counters[to] = source.counters[from];
    }
    if (source.powerFactors != null && powerFactors != null) {
      powerFactors[to] = source.powerFactors[from];
    }
  }

  /** Orders two readings of these columns; zero means the same reading. */
  int compare(int left, int right) {
    int byOffset = Integer.compare(offset(left), offset(right));
    if (byOffset != 0) {
      return byOffset;
    }
    int bySequence = Long.compare(sequence(left), sequence(right));
    if (bySequence != 0) {
      return bySequence;
    }
    int byPower = Integer.compare(power(left), power(right));
    if (byPower != 0) {
      return byPower;
    }
    int byFactor = Integer.compare(powerFactor(left), powerFactor(right));
    return byFactor != 0 ? byFactor : Long.compare(counter(left), counter(right));
  }

  boolean isSortedDistinct(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (offset(i - 1) >= offset(i) && compare(i - 1, i) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Sorts {@code [from, to)} and drops repeats in place.
   *
   * @return the end of what remains
   */
  int sortDistinct(int from, int to) {
    if (isSortedDistinct(from, to)) {
      return to;
    }
    if (!insertionSort(from, to)) {
      heapSort(from, to);
    }
    int kept = from + 1;
    for (int i = from + 1; i < to; i++) {
      if (compare(i, kept - 1) != 0) {
        if (i != kept) {
          copyOne(this, i, kept);
        }
        kept++;
      }
    }
    return Math.min(kept, to);
  }

  /**
   * Linear for what is nearly in order; gives up, leaving a permutation, when that takes too many
   * moves.
   */
  private boolean insertionSort(int from, int to) {
    long budget = 16L * (to - from);
    for (int i = from + 1; i < to; i++) {
      for (int at = i; at > from && compare(at - 1, at) > 0; at--) {
        swap(at - 1, at);
        if (--budget < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** In place and n log n whatever the order, so that a hostile device cannot make it quadratic. */
  private void heapSort(int from, int to) {
    int count = to - from;
    for (int root = count / 2 - 1; root >= 0; root--) {
      siftDown(from, root, count);
    }
    for (int last = count - 1; last > 0; last--) {
      swap(from, from + last);
      siftDown(from, 0, last);
    }
  }

  private void siftDown(int from, int start, int count) {
    int root = start;
    for (int child = 2 * root + 1; child < count; child = 2 * root + 1) {
      if (child + 1 < count && compare(from + child, from + child + 1) < 0) {
        child++;
      }
      if (compare(from + root, from + child) >= 0) {
        return;
      }
      swap(from + root, from + child);
      root = child;
    }
  }

  private void swap(int left, int right) {
    long head = heads[left];
    heads[left] = heads[right];
    heads[right] = head;
    if (sequences != null) {
      long sequence = sequences[left];
      sequences[left] = sequences[right];
      sequences[right] = sequence;
    }
    if (counters != null) {
      long counter = counters[left];
      counters[left] = counters[right];
      counters[right] = counter;
    }
    if (powerFactors != null) {
      short factor = powerFactors[left];
      powerFactors[left] = powerFactors[right];
      powerFactors[right] = factor;
    }
  }
}
