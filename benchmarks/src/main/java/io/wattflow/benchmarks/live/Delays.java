package io.wattflow.benchmarks.live;

import java.util.Arrays;
import java.util.Map;

/** Measured delays; percentiles are nearest ranks, so each is a delay that was really measured. */
public final class Delays {
  private static final int FIRST_SIZE = 1 << 12;

  private long[] nanos = new long[FIRST_SIZE];
  private int size;
  private boolean sorted;

  /** Adds one; a negative one, of clocks read in the wrong order, counts as 0. */
  public void add(long delayNanos) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = Math.max(0, delayNanos);
    sorted = false;
  }

  /** These and others; neither is changed. */
  public Delays plus(Delays others) {
    Delays both = new Delays();
    both.nanos = Arrays.copyOf(nanos, Math.max(FIRST_SIZE, size + others.size));
    System.arraycopy(others.nanos, 0, both.nanos, size, others.size);
    both.size = size + others.size;
    return both;
  }

  /** How many. */
  public int size() {
    return size;
  }

  /** Forgets all. */
  public void clear() {
    size = 0;
  }

  /**
   * The smallest delay that at least {@code percent} of all delays do not exceed, in seconds.
   *
   * @param percent above 0, at most 100
   * @throws IllegalStateException if there is none
   */
  public double seconds(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("no percentage: " + percent);
    }
    if (size == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, size);
      sorted = true;
    }
    int rank = (int) Math.ceil(percent / 100 * size);
    return nanos[Math.max(1, rank) - 1] / 1e9;
  }

  /** Adds figures for a report. */
  public void into(Map<String, Double> figures) {
    figures.put("p50 s", seconds(50));
    figures.put("p95 s", seconds(95));
    figures.put("p99 s", seconds(99));
    figures.put("max s", seconds(100));
    figures.put("readings measured", (double) size);
  }
}
