package io.wattflow.core.model;

import java.math.BigInteger;

/** The rules of one device type as plain numbers: ms, ms, mWh (0 is none), mW. */
public record PlainRules(long interval, long cap, long modulus, long maxPower) {
  /** The most that a counter may plausibly progress, in mWh. */
  public BigInteger plausible(long elapsed) {
    return BigInteger.valueOf(maxPower)
        .multiply(BigInteger.valueOf(elapsed))
        .divide(BigInteger.valueOf(3_600_000))
        .add(BigInteger.valueOf(1000));
  }
}
