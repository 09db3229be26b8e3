package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;

/**
 * Collects partials of many series and child windows of one shard, and packs them into the one
 * {@code byte[]} that travels to the longer windows. What it holds are absolute partials, so it may
 * arrive twice or late.
 *
 * <p>Encoding, version 1: version byte, start of the first child window (signed varint), number of
 * entries; then for each entry the key of the series, the start of the child window relative to the
 * first, length and bytes of the partial. The order is that of the calls.
 *
 * <p>Reusable after {@link #clear}. Not safe for use by several threads.
 */
public final class PartialDelta {
  static final int VERSION = 1;

  private final ByteWriter entries = new ByteWriter(4096);
  private final ByteWriter partial = new ByteWriter(256);
  private int size;
  private long firstChildStart;

  /** Adds what the aggregator summarised last, as the partial of a series in a child window. */
  public void add(SeriesKey series, long childStartMillis, EnergyAggregator summarised) {
    partial.clear();
    summarised.writePartial(partial);
    addEntry(series, childStartMillis, partial.toByteArray());
  }

  /** Adds the partial of a series in a child window. */
  public void add(SeriesKey series, long childStartMillis, WindowPartial child) {
    addEntry(series, childStartMillis, child.encode());
  }

  private void addEntry(SeriesKey series, long childStartMillis, byte[] encoded) {
    if (size == 0) {
      firstChildStart = childStartMillis;
    }
    byte[] id = series.sharedDeviceIdBytes();
    SeriesTable.checkKey(series.deviceTypeCode(), id.length);
    entries.writeVarint(series.userId());
    entries.writeByte(series.deviceTypeCode());
    entries.writeByte(id.length);
    entries.writeBytes(id, 0, id.length);
    entries.writeSigned(childStartMillis - firstChildStart);
    entries.writeVarint(encoded.length);
    entries.writeBytes(encoded, 0, encoded.length);
    size++;
  }

  /** Number of partials collected. */
  public int size() {
    return size;
  }

  /** Whether nothing was collected. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Forgets everything. */
  public void clear() {
    entries.clear();
    size = 0;
  }

  /** The packed delta. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(entries.size() + 16);
    out.writeByte(VERSION);
    out.writeSigned(size == 0 ? 0 : firstChildStart);
    out.writeVarint(size);
    out.writeBytes(entries.buffer(), 0, entries.size());
    return out.toByteArray();
  }

  /** Takes the entries of an encoded delta one by one. */
  interface EntrySink {
    /** Comes first: so many partials will follow, in all of about so many bytes. */
    void expect(int partials, int bytes);

    /**
     * The key stands next in {@code in}; the sink must read it with {@link SeriesTable#readKey}.
     */
    int series(ByteReader in);

    /** One partial, a slice of the reader's buffer. */
    void partial(int series, long childStartMillis, byte[] buffer, int offset, int length);
  }

  static void read(byte[] encoded, EntrySink sink) {
    ByteReader in = new ByteReader("partial delta", encoded);
    in.expectVersion(VERSION);
    long first = in.readSigned();
    int count = in.readCount("number of partials", in.remaining() / PartialCodec.MIN_BYTES);
    sink.expect(count, in.remaining());
    for (int i = 0; i < count; i++) {
      int series = sink.series(in);
      long childStart = first + in.readSigned();
      int length = in.readCount("length of a partial", in.remaining());
      int offset = in.skip(length);
      sink.partial(series, childStart, encoded, offset, length);
    }
    in.expectEnd();
  }
}
