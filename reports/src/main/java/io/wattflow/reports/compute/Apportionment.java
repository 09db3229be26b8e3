package io.wattflow.reports.compute;

import java.math.BigInteger;

/** Divides an integer into integers that add up to it. */
final class Apportionment {
  private Apportionment() {}

  /**
   * Shares of a total in proportion to weights: what the first k shares add up to is {@code
   * floor(total * (w1 + … + wk) / (w1 + … + wn))}, so each share is within 1 of its quotient and
   * the last sum is the total.
   *
   * @param total may be negative
   * @param weights not negative; if all are 0, they count as equal
   */
  static long[] of(long total, long[] weights) {
    BigInteger sum = BigInteger.ZERO;
    for (long weight : weights) {
      sum = sum.add(BigInteger.valueOf(weight));
    }
    boolean equal = sum.signum() == 0;
    if (equal) {
      sum = BigInteger.valueOf(weights.length);
    }
    long[] shares = new long[weights.length];
    BigInteger cumulative = BigInteger.ZERO;
    long given = 0;
    for (int i = 0; i < weights.length; i++) {
      cumulative = cumulative.add(equal ? BigInteger.ONE : BigInteger.valueOf(weights[i]));
      BigInteger[] quotient =
          BigInteger.valueOf(total).multiply(cumulative).divideAndRemainder(sum);
      long upTo = quotient[0].longValueExact() - (quotient[1].signum() < 0 ? 1 : 0);
      shares[i] = upTo - given;
      given = upTo;
    }
    return shares;
  }
}
