package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accumulator of a longer window: for many series, a map from the start of a child window to
 * that window's partial.
 *
 * <p><b>Meaning.</b> {@link #merge} is a join: of two partials for the same series and child window
 * the one with the higher version stays. Of two different ones with the same version, which only a
 * broken producer makes, the one whose bytes are greater as unsigned numbers, compared from the
 * first, stays. That is a total order, so merging is commutative, associative and idempotent.
 *
 * <p><b>Structure.</b> Partials stay packed, one after the other in one byte array; the entries of
 * a series are chained from the newest child window to the oldest, so the usual arrival, the
 * newest, costs one step. What was replaced is garbage in the array, which is compacted when half
 * of it is garbage. No object is made per series or partial.
 *
 * <p><b>Encoding.</b> Version 1: version byte, window start (signed varint), window length, number
 * of series; then the series in canonical order: key, number of child windows doubled plus 1 if
 * changed since the last drain, and for each child window in order of time the step from the one
 * before (for the first: from the window's start), length and bytes of the partial. Canonical:
 * equal maps give equal bytes, but for the marks of change; {@link #encodeContent} leaves those
 * out.
 *
 * <p>Not safe for use by several threads.
 */
public final class PartialSets {
  private static final int VERSION = 1;
  private static final int MIN_GARBAGE = 4096;

  private final long windowStart;
  private final long windowLength;
  private final SeriesTable table = new SeriesTable();

  /** Per series: its newest entry + 1. */
  private int[] newest = new int[16];

  private int entryCount;

  /** Per entry: the entry of the same series that is next older, + 1, or 0. */
  private int[] older = new int[16];

  /** Per entry: offset of the child window in ms, an unsigned int. */
  private int[] childOffsets = new int[16];

  private int[] positions = new int[16];
  private int[] lengths = new int[16];

  private byte[] arena = new byte[1024];
  private int arenaEnd;
  private int garbage;

  private final BitSet changed = new BitSet();
  private final ByteReader ranking = new ByteReader("window partial", arena);

  /** An empty accumulator of a window given in ms since the epoch and ms. */
  public PartialSets(long windowStartMillis, long windowLengthMillis) {
    ReadingLimits.checkWindow(windowStartMillis, windowLengthMillis);
    this.windowStart = windowStartMillis;
    this.windowLength = windowLengthMillis;
  }

  /** Start of the window, in ms since the epoch. */
  public long windowStartMillis() {
    return windowStart;
  }

  /** Length of the window, in ms. */
  public long windowLengthMillis() {
    return windowLength;
  }

  /** Number of series. */
  public int seriesCount() {
    return table.count();
  }

  /** Number of partials over all series. */
  public int partialCount() {
    return entryCount;
  }

  /**
   * Joins with a delta, see {@link PartialDelta}.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no delta; this accumulator
   *     is then undefined
   * @throws IllegalArgumentException if a child window starts outside of this window
   */
  public void merge(byte[] delta) {
    PartialDelta.read(
        delta,
        new PartialDelta.EntrySink() {
          @Override
          public void expect(int partials, int bytes) {
            table.reserve(partials);
            newest = newest.length < partials ? Arrays.copyOf(newest, partials) : newest;
            reserveEntries(partials);
            reserveBytes(bytes);
          }

          @Override
          public int series(ByteReader in) {
            return table.readKey(in);
          }

          @Override
          public void partial(int series, long childStart, byte[] buffer, int offset, int length) {
            put(series, childStart, buffer, offset, length);
          }
        });
  }

  /**
   * Joins with an encoded accumulator of the same window. Its marks of change do not matter: a
   * series is marked here if it changes here.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding; this
   *     accumulator is then undefined
   * @throws IllegalArgumentException if the window is another one
   */
  public void mergeSets(byte[] encoded) {
    ByteReader in = new ByteReader("partial sets", encoded);
    in.expectVersion(VERSION);
    long start = in.readSigned();
    long length = in.readPositiveLong("window length");
    if (start != windowStart || length != windowLength) {
      throw new IllegalArgumentException(
          "partials of the window of "
              + length
              + " ms from "
              + start
              + " cannot be merged into those of "
              + windowLength
              + " ms from "
              + windowStart);
    }
    readSeries(in, null);
  }

  /**
   * The accumulator that {@link #encode} wrote.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding
   */
  public static PartialSets decode(byte[] encoded) {
    ByteReader in = new ByteReader("partial sets", encoded);
    in.expectVersion(VERSION);
    long start = in.readSigned();
    long length = in.readPositiveLong("window length");
    PartialSets sets;
    try {
      sets = new PartialSets(start, length);
    } catch (IllegalArgumentException e) {
      throw in.fail(String.valueOf(e.getMessage()));
    }
    sets.arena = new byte[Math.max(16, in.remaining())];
    BitSet marks = new BitSet();
    sets.readSeries(in, marks);
    sets.changed.clear();
    sets.changed.or(marks);
    return sets;
  }

  private void readSeries(ByteReader in, @Nullable BitSet marks) {
    int count = in.readCount("number of series", in.remaining() / SeriesTable.MIN_KEY_BYTES);
    for (int i = 0; i < count; i++) {
      int series = table.readKey(in);
      int childrenAndMark = in.readCount("number of partials", in.remaining());
      if (childrenAndMark < 2) {
        throw in.fail("a series without partials");
      }
      if (marks != null && (childrenAndMark & 1) != 0) {
        marks.set(series);
      }
      long childStart = windowStart;
      for (int child = 0; child < childrenAndMark >>> 1; child++) {
        childStart += in.readPositiveLong("step between child windows");
        if (childStart < windowStart || childStart - windowStart >= windowLength) {
          throw in.fail("a child window outside of the window");
        }
        int length = in.readCount("length of a partial", in.remaining());
        put(series, childStart, in.buffer(), in.skip(length), length);
      }
    }
    in.expectEnd();
  }

  private void put(int series, long childStart, byte[] buffer, int offset, int length) {
    long childOffset = childStart - windowStart;
    if (childStart < windowStart || childOffset >= windowLength) {
      throw new IllegalArgumentException(
          "a child window at "
              + childStart
              + " ms is outside of the window of "
              + windowLength
              + " ms from "
              + windowStart);
    }
    if (series >= newest.length) {
      newest = Arrays.copyOf(newest, Math.max(series + 1, newest.length * 2));
    }
    int newer = 0;
    int at = newest[series];
    while (at != 0 && Integer.compareUnsigned(childOffsets[at - 1], (int) childOffset) > 0) {
      newer = at;
      at = older[at - 1];
    }
    if (at != 0 && childOffsets[at - 1] == (int) childOffset) {
      replaceIfGreater(series, at - 1, buffer, offset, length);
    } else {
      ranking.reset(buffer, offset, length);
      PartialCodec.versionOf(ranking);
      int entry = newEntry((int) childOffset);
      store(entry, buffer, offset, length);
      older[entry] = at;
      if (newer == 0) {
        newest[series] = entry + 1;
      } else {
        older[newer - 1] = entry + 1;
      }
      changed.set(series);
    }
  }

  private void replaceIfGreater(int series, int entry, byte[] buffer, int offset, int length) {
    ranking.reset(buffer, offset, length);
    long version = PartialCodec.versionOf(ranking);
    pointAt(entry, ranking);
    int byVersion = Long.compare(version, PartialCodec.versionOf(ranking));
    int from = positions[entry];
    int order =
        byVersion != 0
            ? byVersion
            : Arrays.compareUnsigned(
                buffer, offset, offset + length, arena, from, from + lengths[entry]);
    if (order > 0) {
      garbage += lengths[entry];
      store(entry, buffer, offset, length);
      changed.set(series);
      if (garbage > MIN_GARBAGE && garbage > arenaEnd / 2) {
        compact();
      }
    }
  }

  private int newEntry(int childOffset) {
    reserveEntries(1);
    int entry = entryCount;
    childOffsets[entry] = childOffset;
    entryCount = entry + 1;
    return entry;
  }

  private void reserveEntries(int more) {
    if (older.length - entryCount < more) {
      int capacity = Math.max(older.length * 2, entryCount + more);
      older = Arrays.copyOf(older, capacity);
      childOffsets = Arrays.copyOf(childOffsets, capacity);
      positions = Arrays.copyOf(positions, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
  }

  private void reserveBytes(int more) {
    if (arena.length - arenaEnd < more) {
      long wanted = Math.max(arena.length * 2L, (long) arenaEnd + more);
      int capacity = (int) Math.min(wanted, Integer.MAX_VALUE - 8);
      if (capacity - arenaEnd < more) {
        throw new IllegalStateException("more than 2 GiB of partials in one accumulator");
      }
      arena = Arrays.copyOf(arena, capacity);
    }
  }

  private void store(int entry, byte[] buffer, int offset, int length) {
    reserveBytes(length);
    System.arraycopy(buffer, offset, arena, arenaEnd, length);
    positions[entry] = arenaEnd;
    lengths[entry] = length;
    arenaEnd += length;
  }

  private void compact() {
    byte[] old = arena;
    arena = new byte[Math.max(1024, (arenaEnd - garbage) * 5 / 4)];
    arenaEnd = 0;
    garbage = 0;
    for (int entry = 0; entry < entryCount; entry++) {
      store(entry, old, positions[entry], lengths[entry]);
    }
  }

  long childStart(int entry) {
    return windowStart + Integer.toUnsignedLong(childOffsets[entry]);
  }

  byte[] copyOfPartial(int entry) {
    return Arrays.copyOfRange(arena, positions[entry], positions[entry] + lengths[entry]);
  }

  void pointAt(int entry, ByteReader reader) {
    reader.reset(arena, positions[entry], lengths[entry]);
  }

  /**
   * Visits each series that gained or replaced a partial since the last drain, in canonical order,
   * and marks it as seen. The view is valid during the call only.
   */
  public void drainChanged(Consumer<SeriesPartials> visitor) {
    if (changed.isEmpty()) {
      return;
    }
    SeriesPartials view = new SeriesPartials(this, table);
    for (int series : table.canonicalOrder()) {
      if (changed.get(series)) {
        moveTo(view, series);
        visitor.accept(view);
        changed.clear(series);
      }
    }
  }

  /** Visits every series in canonical order. The view is valid during the call only. */
  public void forEach(Consumer<SeriesPartials> visitor) {
    SeriesPartials view = new SeriesPartials(this, table);
    for (int series : table.canonicalOrder()) {
      moveTo(view, series);
      visitor.accept(view);
    }
  }

  private void moveTo(SeriesPartials view, int series) {
    view.moveTo(series);
    for (int at = newest[series]; at != 0; at = older[at - 1]) {
      view.addOlder(at - 1);
    }
  }

  /**
   * The whole accumulator, with the marks of change.
   *
   * <p>Only reads, so that several threads may encode at once while none changes it: a runner
   * writes a snapshot of its state while the task encodes the same object to copy it.
   */
  public byte[] encode() {
    return encode(true);
  }

  /** The maps alone: equal bytes if and only if the maps are equal. */
  public byte[] encodeContent() {
    return encode(false);
  }

  private byte[] encode(boolean withMarks) {
    ByteWriter out = new ByteWriter(64 + table.count() * 24 + entryCount * 4 + arenaEnd - garbage);
    out.writeByte(VERSION);
    out.writeSigned(windowStart);
    out.writeVarint(windowLength);
    out.writeVarint(table.count());
    forEach(view -> write(out, view, withMarks && changed.get(view.series())));
    return out.toByteArray();
  }

  private void write(ByteWriter out, SeriesPartials view, boolean mark) {
    table.writeKey(out, view.series());
    out.writeVarint(view.size() * 2L + (mark ? 1 : 0));
    long previous = windowStart;
    for (int i = 0; i < view.size(); i++) {
      long childStart = view.childStartMillis(i);
      out.writeVarint(childStart - previous);
      previous = childStart;
      int entry = view.entry(i);
      out.writeVarint(lengths[entry]);
      out.writeBytes(arena, positions[entry], lengths[entry]);
    }
  }
}
