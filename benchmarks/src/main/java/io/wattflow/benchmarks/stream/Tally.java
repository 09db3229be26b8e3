package io.wattflow.benchmarks.stream;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counting sink of a subject's JVM: the readings behind all rows of each kind of window, added
 * up. Static, since frameworks make copies of the sinks that count here. Thread-safe.
 */
final class Tally {
  /** The kinds of window. */
  enum Window {
    MINUTE,
    SLIDING,
    HOUR
  }

  private static final LongAdder[] READINGS = {new LongAdder(), new LongAdder(), new LongAdder()};
  private static final LongAdder ROWS = new LongAdder();

  private Tally() {}

  /** Counts a row. */
  @SuppressWarnings("EnumOrdinal")
  static void row(Window window, long readingCount) {
    READINGS[window.ordinal()].add(readingCount);
    ROWS.increment();
  }

  /** Counts rows. */
  @SuppressWarnings("EnumOrdinal")
  static void rows(Window window, long rows, long readingCount) {
    READINGS[window.ordinal()].add(readingCount);
    ROWS.add(rows);
  }

  /** Sum of the reading counts of all rows of these windows so far. */
  @SuppressWarnings("EnumOrdinal")
  static long readings(Window window) {
    return READINGS[window.ordinal()].sum();
  }

  /** Rows of all windows so far. */
  static long rows() {
    return ROWS.sum();
  }

  /** What {@link #readings} must come to, if each distinct reading is to count once per window. */
  static long expected(Window window, long distinctReadings) {
    return window == Window.SLIDING ? distinctReadings * StreamWork.OVERLAP : distinctReadings;
  }
}
