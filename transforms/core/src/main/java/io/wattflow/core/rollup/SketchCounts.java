package io.wattflow.core.rollup;

import java.util.Arrays;

/**
 * The open form of {@link PowerSketch}: one counter for every bucket there is (12.8 kB), for adding
 * up many sketches without any allocation. Only the touched range is scanned and cleared.
 */
final class SketchCounts {
  private static final int ORIGIN = -PowerSketch.MIN_BUCKET;

  private final int[] counts = new int[PowerSketch.MAX_BUCKET + ORIGIN + 1];
  private int lowest = counts.length;
  private int highest = -1;

  void clear() {
    if (highest >= lowest) {
      Arrays.fill(counts, lowest, highest + 1, 0);
    }
    lowest = counts.length;
    highest = -1;
  }

  void add(int bucket, int count) {
    int at = bucket + ORIGIN;
    counts[at] = Math.addExact(counts[at], count);
    lowest = Math.min(lowest, at);
    highest = Math.max(highest, at);
  }

  /** The bucket value at a rank counted from 1, which must not exceed the number of values. */
  long valueAt(long rank) {
    long seen = 0;
    for (int at = lowest; at <= highest; at++) {
      seen += counts[at];
      if (seen >= rank) {
        return PowerSketch.valueOf(at - ORIGIN);
      }
    }
    throw new IllegalStateException("rank " + rank + " of " + seen + " values");
  }

  PowerSketch toSketch() {
    int used = 0;
    for (int at = lowest; at <= highest; at++) {
      used += counts[at] == 0 ? 0 : 1;
    }
    int[] buckets = new int[used];
    int[] values = new int[used];
    int write = 0;
    for (int at = lowest; at <= highest; at++) {
      if (counts[at] != 0) {
        buckets[write] = at - ORIGIN;
        values[write++] = counts[at];
      }
    }
    return new PowerSketch(buckets, values, used);
  }
}
