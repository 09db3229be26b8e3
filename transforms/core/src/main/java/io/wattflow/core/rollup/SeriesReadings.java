package io.wattflow.core.rollup;

/**
 * A view of the distinct readings of one series in one window, in order of instant, sequence,
 * power, power factor and counter.
 *
 * <p>A view handed to a visitor is moved on to the next series when the visitor returns: take from
 * it what is needed and keep no reference. Indices run from 0 to {@link #size()}, exclusive.
 */
public final class SeriesReadings {
  private final SeriesTable table;
  private final ReadingColumns readings;
  private final long windowStart;
  private final long windowLength;
  private int series;
  private int from;
  private int to;

  SeriesReadings(SeriesTable table, ReadingColumns readings, long windowStart, long windowLength) {
    this.table = table;
    this.readings = readings;
    this.windowStart = windowStart;
    this.windowLength = windowLength;
  }

  void moveTo(int newSeries, int newFrom, int newTo) {
    series = newSeries;
    from = newFrom;
    to = newTo;
  }

  /** The series as an object of its own, which may be kept. */
  public SeriesKey key() {
    return table.key(series);
  }

  /** The owner of the device. */
  public long userId() {
    return table.userId(series);
  }

  /** The stable code of the device type. */
  public int deviceTypeCode() {
    return table.typeCode(series);
  }

  /** Start of the window, in ms since the epoch. */
  public long windowStartMillis() {
    return windowStart;
  }

  /** End of the window, exclusive, in ms since the epoch. */
  public long windowEndMillis() {
    return windowStart + windowLength;
  }

  /** Number of distinct readings, at least 1; the losers of conflicts are counted. */
  public int size() {
    return to - from;
  }

  /** The instant of a reading, in ms since the epoch. */
  public long timeMillis(int i) {
    return windowStart + readings.offset(from + i);
  }

  /** The power in mW. */
  public int powerMilliwatts(int i) {
    return readings.power(from + i);
  }

  /** The power factor in 1/10,000, or {@link ReadingLimits#NO_POWER_FACTOR}. */
  public int powerFactor(int i) {
    return readings.powerFactor(from + i);
  }

  /** The energy counter in mWh, or {@link ReadingLimits#NO_COUNTER}. */
  public long counterMilliwattHours(int i) {
    return readings.counter(from + i);
  }

  /** The sequence number, or {@link ReadingLimits#NO_SEQUENCE}. */
  public long sequence(int i) {
    return readings.sequence(from + i);
  }

  /**
   * Whether a reading is the one that counts for its instant: the last payload in the order above.
   */
  public boolean isWinner(int i) {
    int at = from + i;
    return at + 1 == to || readings.offset(at) != readings.offset(at + 1);
  }
}
