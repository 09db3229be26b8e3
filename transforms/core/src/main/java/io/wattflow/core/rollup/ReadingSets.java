package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * The minute accumulator: for many series, the set of distinct readings within one window.
 *
 * <p><b>Meaning.</b> {@link #add} and {@link #merge} are set union: commutative, associative and
 * idempotent. So neither the order of the input, nor its repetition, nor how it was split over
 * accumulators can change what comes out. A reading is identified by its instant, sequence, power,
 * power factor and energy counter, after quantisation (see {@link Quantities}); the voltage is no
 * part of it.
 *
 * <p><b>Structure.</b> Readings are appended to a log of primitive columns, in the order of
 * arrival: that is all that {@code add} does beyond finding the series. When somebody wants to see
 * the sets, or the log has outgrown them, a counting sort by series brings the log into the base,
 * where the readings of a series lie side by side, sorted and distinct. The log is never longer
 * than the base or {@value #MIN_LOG_LIMIT}, whichever is greater, so repeats cannot pile up and the
 * cost of a reading stays constant on average. No object is made per reading or per series.
 *
 * <p><b>Encoding.</b> Version 1: version byte, window start (signed varint), window length, number
 * of readings put, number of distinct readings, number of series; then the series in a canonical
 * order, each with user, type code, device id and its readings (see {@link ReadingCodec}). It is
 * canonical: equal sets give equal bytes, but for the number of readings put and the marks of
 * change; {@link #encodeContent} leaves those two out.
 *
 * <p>Not safe for use by several threads.
 */
public final class ReadingSets {
  private static final int VERSION = 1;
  private static final int MIN_LOG_LIMIT = 4096;

  private final long windowStart;
  private final int windowLength;

  private SeriesTable table = new SeriesTable();
  private SettledReadings base = new SettledReadings();

  private ReadingColumns log = new ReadingColumns();
  private int[] logSeries = {};

  private BitSet changed = new BitSet();
  private long readingsPut;

  /**
   * An empty accumulator.
   *
   * @param windowStartMillis start of the window, in ms since the epoch
   * @param windowLengthMillis length of the window, in ms, positive and below 2^31
   */
  public ReadingSets(long windowStartMillis, long windowLengthMillis) {
    ReadingLimits.checkWindow(windowStartMillis, windowLengthMillis);
    if (windowLengthMillis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a window of " + windowLengthMillis + " ms is too long for sets of readings");
    }
    this.windowStart = windowStartMillis;
    this.windowLength = (int) windowLengthMillis;
  }

  /** Start of the window, in ms since the epoch. */
  public long windowStartMillis() {
    return windowStart;
  }

  /** Length of the window, in ms. */
  public long windowLengthMillis() {
    return windowLength;
  }

  /**
   * Adds one validated reading.
   *
   * @throws IllegalArgumentException if it lies outside of the window or beyond {@link
   *     ReadingLimits}
   */
  public void add(DecodedReading reading) {
    add(
        reading,
        Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength()));
  }

  /**
   * Adds one validated reading whose {@link Shards#hash device hash} the caller has already
   * computed.
   */
  public void add(DecodedReading reading, long deviceHash) {
    addQuantised(
        deviceHash,
        reading.userId(),
        reading.deviceTypeCode(),
        reading.deviceIdBuffer(),
        reading.deviceIdOffset(),
        reading.deviceIdLength(),
        reading.eventTimeMillis(),
        Quantities.milliwatts(reading.powerWatts()),
        reading.hasPowerFactor()
            ? Quantities.tenThousandths(reading.powerFactor())
            : NO_POWER_FACTOR,
        reading.hasEnergyCounterWh()
            ? Quantities.milliwattHours(reading.energyCounterWh())
            : NO_COUNTER,
        reading.hasSequence() ? reading.sequence() : NO_SEQUENCE);
  }

  /**
   * Adds a reading in fixed-point numbers, as a recomputation from the raw table has them.
   *
   * @param series its series
   * @param timeMillis its instant, in ms since the epoch
   * @param powerMilliwatts its power in mW
   * @param powerFactor in 1/10,000 or {@link ReadingLimits#NO_POWER_FACTOR}
   * @param counterMilliwattHours in mWh or {@link ReadingLimits#NO_COUNTER}
   * @param sequence at least 0, or {@link ReadingLimits#NO_SEQUENCE}
   * @throws IllegalArgumentException if it lies outside of the window or beyond {@link
   *     ReadingLimits}
   */
  public void add(
      SeriesKey series,
      long timeMillis,
      long powerMilliwatts,
      int powerFactor,
      long counterMilliwattHours,
      long sequence) {
    byte[] id = series.sharedDeviceIdBytes();
    addQuantised(
        Shards.hash(id, 0, id.length),
        series.userId(),
        series.deviceTypeCode(),
        id,
        0,
        id.length,
        timeMillis,
        powerMilliwatts,
        powerFactor,
        counterMilliwattHours,
        sequence);
  }

  private void addQuantised(
      long deviceHash,
      long userId,
      int typeCode,
      byte[] idBuffer,
      int idOffset,
      int idLength,
      long timeMillis,
      long power,
      int powerFactor,
      long counter,
      long sequence) {
    long offset = timeMillis - windowStart;
    if (offset < 0 || offset >= windowLength) {
      throw new IllegalArgumentException(
          "a reading at "
              + timeMillis
              + " ms is outside of the window of "
              + windowLength
              + " ms from "
              + windowStart);
    }
    ReadingLimits.check(power, powerFactor, counter, sequence);
    int series = table.indexOf(deviceHash, userId, typeCode, idBuffer, idOffset, idLength);
    int at = log.size();
    if (at == logSeries.length) {
      logSeries = Arrays.copyOf(logSeries, Math.max(16, at * 2));
    }
    logSeries[at] = series;
    log.append((int) offset, (int) power, powerFactor, counter, sequence);
    readingsPut++;
    settleIfLong();
  }

  /**
   * Number of {@code add} calls behind this accumulator, repeats included, those of merged
   * accumulators too.
   */
  public long readingsPut() {
    return readingsPut;
  }

  /** Number of distinct readings over all series. */
  public int distinctReadings() {
    settle();
    return base.size();
  }

  /** Number of series, each with at least one reading. */
  public int seriesCount() {
    return table.count();
  }

  private void settleIfLong() {
    if (log.size() >= MIN_LOG_LIMIT && log.size() >= base.size()) {
      settle();
    }
  }

  /** Brings the log into the base. */
  private void settle() {
    if (log.size() == 0) {
      return;
    }
    base = base.with(log, logSeries, table.count(), changed);
    log = new ReadingColumns();
    logSeries = new int[0];
  }

  /**
   * Visits each series whose set has grown since the last drain, in canonical order, and marks it
   * as seen. The view is valid during the call only.
   */
  public void drainChanged(Consumer<SeriesReadings> visitor) {
    settle();
    if (changed.isEmpty()) {
      return;
    }
    SeriesReadings view = new SeriesReadings(table, base.readings(), windowStart, windowLength);
    for (int series : table.canonicalOrder()) {
      if (changed.get(series)) {
        view.moveTo(series, base.start(series), base.end(series));
        visitor.accept(view);
        changed.clear(series);
      }
    }
  }

  /** Visits every series in canonical order. The view is valid during the call only. */
  public void forEach(Consumer<SeriesReadings> visitor) {
    settle();
    SeriesReadings view = new SeriesReadings(table, base.readings(), windowStart, windowLength);
    for (int series : table.canonicalOrder()) {
      view.moveTo(series, base.start(series), base.end(series));
      visitor.accept(view);
    }
  }

  /**
   * The whole accumulator, with the marks of change and the number of readings put.
   *
   * <p>After {@link #drainChanged} and until the next change it only reads, so that several threads
   * may encode at once: a runner writes a snapshot of its state while the task encodes the same
   * object to copy it.
   */
  public byte[] encode() {
    return encode(readingsPut, true);
  }

  /** The sets alone: equal bytes if and only if the sets are equal. */
  public byte[] encodeContent() {
    return encode(0, false);
  }

  private byte[] encode(long put, boolean withMarks) {
    settle();
    int count = table.count();
    ByteWriter out = new ByteWriter(64 + count * 24 + base.size() * 10);
    out.writeByte(VERSION);
    out.writeSigned(windowStart);
    out.writeVarint(windowLength);
    out.writeVarint(put);
    out.writeVarint(base.size());
    out.writeVarint(count);
    for (int series : table.canonicalOrder()) {
      table.writeKey(out, series);
      boolean mark = withMarks && changed.get(series);
      ReadingCodec.write(out, base.readings(), base.start(series), base.end(series), mark);
    }
    return out.toByteArray();
  }

  /**
   * The accumulator that {@link #encode} wrote.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding
   */
  public static ReadingSets decode(byte[] encoded) {
    ByteReader in = new ByteReader("reading sets", encoded);
    in.expectVersion(VERSION);
    ReadingSets sets = emptyFor(in);
    sets.readingsPut = in.readPositiveLong("number of readings put");
    int readings = in.readCount("number of readings", in.remaining() / 2);
    int count = in.readCount("number of series", in.remaining() / SeriesTable.MIN_KEY_BYTES);
    ReadingColumns columns = new ReadingColumns();
    columns.reserve(readings);
    int[] starts = new int[count + 1];
    for (int series = 0; series < count; series++) {
      if (sets.table.readKey(in) != series) {
        throw in.fail("a series that occurs twice");
      }
      int from = columns.size();
      if (ReadingCodec.read(in, columns, sets.windowLength)) {
        sets.changed.set(series);
      }
      if (!columns.isSortedDistinct(from, columns.size())) {
        throw in.fail("readings out of order");
      }
      starts[series + 1] = columns.size();
    }
    in.expectEnd();
    if (columns.size() != readings) {
      throw in.fail("another number of readings than announced");
    }
    sets.base = new SettledReadings(columns, starts);
    return sets;
  }

  /**
   * {@link #readingsPut()} of an encoded accumulator, without decoding the rest.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding
   */
  public static long readingsPut(byte[] encoded) {
    ByteReader in = new ByteReader("reading sets", encoded);
    in.expectVersion(VERSION);
    in.readSigned();
    in.readPositiveLong("window length");
    return in.readPositiveLong("number of readings put");
  }

  private static ReadingSets emptyFor(ByteReader in) {
    long start = in.readSigned();
    long length = in.readPositiveLong("window length");
    try {
      return new ReadingSets(start, length);
    } catch (IllegalArgumentException e) {
      throw in.fail(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Union with an encoded accumulator of the same window. The numbers of readings put add up. Its
   * marks of change do not matter: a series is marked here if it grows here.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no encoding; this
   *     accumulator is then undefined
   * @throws IllegalArgumentException if the window is another one
   */
  public void merge(byte[] encoded) {
    ByteReader in = new ByteReader("reading sets", encoded);
    in.expectVersion(VERSION);
    long start = in.readSigned();
    long length = in.readPositiveLong("window length");
    if (start != windowStart || length != windowLength) {
      throw new IllegalArgumentException(
          "sets of the window of "
              + length
              + " ms from "
              + start
              + " cannot be merged into those of "
              + windowLength
              + " ms from "
              + windowStart);
    }
    long put = in.readPositiveLong("number of readings put");
    int readings = in.readCount("number of readings", in.remaining() / 2);
    int count = in.readCount("number of series", in.remaining() / SeriesTable.MIN_KEY_BYTES);
    table.reserve(count);
    log.reserve(readings);
    for (int i = 0; i < count; i++) {
      int series = table.readKey(in);
      int from = log.size();
      ReadingCodec.read(in, log, windowLength);
      if (log.size() > logSeries.length) {
        logSeries = Arrays.copyOf(logSeries, Math.max(log.size(), logSeries.length * 2));
      }
      Arrays.fill(logSeries, from, log.size(), series);
    }
    in.expectEnd();
    readingsPut += put;
    settleIfLong();
  }
}
