package io.wattflow.pipelines.archive;

/**
 * How many readings there are, and what they are.
 *
 * @param readings their number
 * @param checksum sum of the {@link ReadingChecksum hashes} of all of them, modulo 2^64: the same
 *     in any order, and another one with one reading more, fewer, twice or different
 */
public record Tally(long readings, long checksum) {
  /** Of nothing. */
  public static final Tally NONE = new Tally(0, 0);

  /** Of both together. */
  public Tally plus(Tally other) {
    return new Tally(readings + other.readings, checksum + other.checksum);
  }

  /** The checksum as 16 hexadecimal digits. */
  public String hex() {
    return String.format("%016x", checksum);
  }
}
