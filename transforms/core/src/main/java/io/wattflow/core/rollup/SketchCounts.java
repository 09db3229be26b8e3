package io.wattflow.core.rollup;

/**
 * The open form of {@link PowerSketch}: one counter for every bucket there is (12.8 kB), for adding
 * up many sketches without any allocation. A bitmap of the buckets in use, 64 to a word, makes a
 * scan cost what is used and not what lies between: the few powers of a slow device may be
 * thousands of buckets apart.
 */
final class SketchCounts {
  private static final int ORIGIN = -PowerSketch.MIN_BUCKET;
  private static final int WORD_SHIFT = 6;

  private final int[] counts = new int[PowerSketch.MAX_BUCKET + ORIGIN + 1];
  private final long[] used = new long[(counts.length >> WORD_SHIFT) + 1];
  private int lowestWord = used.length;
  private int highestWord = -1;

  void clear() {
    for (int word = lowestWord; word <= highestWord; word++) {
      for (long bits = used[word]; bits != 0; bits &= bits - 1) {
        counts[place(word, bits)] = 0;
      }
      used[word] = 0;
    }
    lowestWord = used.length;
    highestWord = -1;
  }

  private static int place(int word, long bits) {
    return (word << WORD_SHIFT) + Long.numberOfTrailingZeros(bits);
  }

  void add(int bucket, int count) {
    int at = bucket + ORIGIN;
    counts[at] = Math.addExact(counts[at], count);
    int word = at >> WORD_SHIFT;
    used[word] |= 1L << at;
    lowestWord = Math.min(lowestWord, word);
    highestWord = Math.max(highestWord, word);
  }

  /** The bucket value at a rank counted from 1, which must not exceed the number of values. */
  long valueAt(long rank) {
    long seen = 0;
    for (int word = lowestWord; word <= highestWord; word++) {
      for (long bits = used[word]; bits != 0; bits &= bits - 1) {
        int at = place(word, bits);
        seen += counts[at];
        if (seen >= rank) {
          return PowerSketch.valueOf(at - ORIGIN);
        }
      }
    }
    throw new IllegalStateException("rank " + rank + " of " + seen + " values");
  }

  PowerSketch toSketch() {
    int size = 0;
    for (int word = lowestWord; word <= highestWord; word++) {
      size += Long.bitCount(used[word]);
    }
    int[] buckets = new int[size];
    int[] values = new int[size];
    int write = 0;
    for (int word = lowestWord; word <= highestWord; word++) {
      for (long bits = used[word]; bits != 0; bits &= bits - 1) {
        int at = place(word, bits);
        buckets[write] = at - ORIGIN;
        values[write++] = counts[at];
      }
    }
    return new PowerSketch(buckets, values, size);
  }
}
