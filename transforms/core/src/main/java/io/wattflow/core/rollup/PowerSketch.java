package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;

/**
 * A mergeable histogram of powers with a bounded relative error, in integers only.
 *
 * <p><b>Structure.</b> The bucket of a magnitude v in mW is v itself below 128, and otherwise its
 * seven highest bits together with its binary exponent: log-linear buckets, as in HdrHistogram,
 * with 64 of them for each power of two. Negative powers mirror the positive ones. Buckets are
 * numbered in the order of power, from {@value #MIN_BUCKET} to {@value #MAX_BUCKET}.
 *
 * <p><b>Error.</b> A bucket of exponent e spans [m * 2^(e-6), (m + 1) * 2^(e-6)) with 64 &lt;= m
 * &lt;= 127, and is estimated by its middle. So an estimate is off by at most 2^(e-7) for a value
 * of at least 2^e: 1/128 or 0.78 %. Values below 128 mW are exact.
 *
 * <p><b>Merging</b> adds the counts of equal buckets: exact, commutative, associative. Since the
 * buckets never depend on what was seen, the sketch of a union is the union of the sketches. (It is
 * the property of DDSketch, whose buckets are logarithmic; the integer layout makes the same bits
 * on every machine.)
 *
 * <p>Immutable. Source of the quantile: nearest rank, the ceil(q * n)-th smallest.
 */
public final class PowerSketch {
  /** The sketch of nothing. */
  public static final PowerSketch EMPTY = new PowerSketch(new int[0], new int[0], 0);

  static final int MIN_BUCKET = -1599;
  static final int MAX_BUCKET = 1599;

  private static final int EXACT_BELOW = 128;
  private static final int MANTISSA_BITS = 6;
  private static final int PER_EXPONENT = 1 << MANTISSA_BITS;

  private final int[] buckets;
  private final int[] counts;
  private final int used;

  /** Takes the arrays over; the first {@code used} entries, sorted by bucket, count. */
  PowerSketch(int[] buckets, int[] counts, int used) {
    this.buckets = buckets;
    this.counts = counts;
    this.used = used;
  }

  /** The sketch of some powers in mW, in any order. */
  public static PowerSketch of(int... powersMilliwatts) {
    int[] sorted = powersMilliwatts.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, sorted.length);
  }

  static PowerSketch ofSorted(int[] sorted, int length) {
    int[] buckets = new int[length];
    int[] counts = new int[length];
    int used = 0;
    for (int i = 0; i < length; i++) {
      int bucket = bucketOf(sorted[i]);
      if (used > 0 && buckets[used - 1] == bucket) {
        counts[used - 1]++;
      } else {
        buckets[used] = bucket;
        counts[used++] = 1;
      }
    }
    return new PowerSketch(buckets, counts, used);
  }

  /** The bucket of a power in mW, at most 1 MW in magnitude. */
  public static int bucketOf(int milliwatts) {
    int magnitude = Math.abs(milliwatts);
    if (magnitude < EXACT_BELOW) {
      return milliwatts;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude);
    int mantissa = (magnitude >>> (exponent - MANTISSA_BITS)) - PER_EXPONENT;
    int bucket = EXACT_BELOW + (exponent - MANTISSA_BITS - 1) * PER_EXPONENT + mantissa;
    return milliwatts < 0 ? -bucket : bucket;
  }

  /** The power in mW that a bucket stands for: its middle, lowest value plus half of its width. */
  public static long valueOf(int bucket) {
    int magnitude = Math.abs(bucket);
    if (magnitude < EXACT_BELOW) {
      return bucket;
    }
    int shift = (magnitude - EXACT_BELOW) / PER_EXPONENT + 1;
    long mantissa = PER_EXPONENT + (magnitude - EXACT_BELOW) % PER_EXPONENT;
    long middle = (mantissa << shift) + (1L << (shift - 1));
    return bucket < 0 ? -middle : middle;
  }

  /** The union of two sketches. */
  public PowerSketch merge(PowerSketch other) {
    int[] mergedBuckets = new int[used + other.used];
    int[] mergedCounts = new int[used + other.used];
    int left = 0;
    int right = 0;
    int write = 0;
    while (left < used || right < other.used) {
      int next =
          right == other.used || (left < used && buckets[left] <= other.buckets[right])
              ? buckets[left]
              : other.buckets[right];
      mergedBuckets[write] = next;
      if (left < used && buckets[left] == next) {
        mergedCounts[write] += counts[left++];
      }
      if (right < other.used && other.buckets[right] == next) {
        mergedCounts[write] = Math.addExact(mergedCounts[write], other.counts[right++]);
      }
      write++;
    }
    return new PowerSketch(mergedBuckets, mergedCounts, write);
  }

  /** Number of values. */
  public long count() {
    long total = 0;
    for (int i = 0; i < used; i++) {
      total += counts[i];
    }
    return total;
  }

  /**
   * The estimate of a quantile in mW.
   *
   * @param percent 1 to 100
   * @throws IllegalStateException if the sketch is empty
   */
  public long quantile(int percent) {
    long rank = rank(percent, count());
    long seen = 0;
    for (int i = 0; i < used; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return valueOf(buckets[i]);
      }
    }
    throw new IllegalStateException("a quantile of nothing");
  }

  /** The nearest rank ceil(percent / 100 * n), counted from 1, in integers. */
  static long rank(int percent, long n) {
    return (percent * n + 99) / 100;
  }

  void addTo(SketchCounts target) {
    for (int i = 0; i < used; i++) {
      target.add(buckets[i], counts[i]);
    }
  }

  /** Writes the number of buckets, then for each the step from the bucket before and its count. */
  void writeTo(ByteWriter out) {
    out.writeVarint(used);
    int previous = 0;
    for (int i = 0; i < used; i++) {
      if (i == 0) {
        out.writeSigned(buckets[0]);
      } else {
        out.writeVarint(buckets[i] - previous);
      }
      previous = buckets[i];
      out.writeVarint(counts[i]);
    }
  }

  /**
   * Reads a sketch straight into a histogram, without an object of its own. Returns the number of
   * values.
   */
  static long readInto(ByteReader in, SketchCounts target) {
    int used = in.readCount("number of buckets", Math.min(MAX_BUCKET * 2 + 1, in.remaining() / 2));
    long bucket = 0;
    long total = 0;
    for (int i = 0; i < used; i++) {
      long step = i == 0 ? in.readSigned() : in.readCount("bucket step", MAX_BUCKET * 2);
      bucket += step;
      int count = in.readCount("bucket count", Integer.MAX_VALUE);
      if (bucket < MIN_BUCKET || bucket > MAX_BUCKET || count == 0 || (i > 0 && step == 0)) {
        throw in.fail("a sketch that is not canonical");
      }
      target.add((int) bucket, count);
      total += count;
    }
    return total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PowerSketch that
        && Arrays.equals(buckets, 0, used, that.buckets, 0, that.used)
        && Arrays.equals(counts, 0, used, that.counts, 0, that.used);
  }

  @Override
  public int hashCode() {
    int hash = used;
    for (int i = 0; i < used; i++) {
      hash = (hash * 31 + buckets[i]) * 31 + counts[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("PowerSketch[");
    for (int i = 0; i < used; i++) {
      text.append(i == 0 ? "" : ", ")
          .append(valueOf(buckets[i]))
          .append(" mW x ")
          .append(counts[i]);
    }
    return text.append(']').toString();
  }
}
