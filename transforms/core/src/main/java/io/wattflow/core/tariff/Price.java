package io.wattflow.core.tariff;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Prices and costs as integers: sums of them do not depend on their order.
 *
 * <p>A price is a long of 1e-6 currency units a kWh, an energy a long of µWh. Their product is an
 * integer of 1e-15 currency units, since 1 µWh = 1e-9 kWh; nothing is ever rounded.
 */
public final class Price {
  /** Decimals of a price. */
  public static final int DECIMALS = 6;

  /** Decimals of a cost. */
  public static final int COST_DECIMALS = 15;

  /** The greatest magnitude of a price, in currency units. */
  public static final int MAX = 1_000_000;

  private static final BigInteger COST_PER_MICRO = BigInteger.TEN.pow(COST_DECIMALS - DECIMALS);

  private Price() {}

  /**
   * A price of so many currency units, in 1e-6 of them.
   *
   * @throws IllegalArgumentException if it has more than six decimals or is too large; the message
   *     says so
   */
  public static long of(BigDecimal units) {
    if (units.stripTrailingZeros().scale() > DECIMALS) {
      throw new IllegalArgumentException("has more than " + DECIMALS + " decimals");
    }
    if (units.abs().compareTo(BigDecimal.valueOf(MAX)) > 0) {
      throw new IllegalArgumentException("is beyond " + MAX);
    }
    return units.movePointRight(DECIMALS).longValueExact();
  }

  /** What an energy costs, in 1e-15 currency units. */
  public static BigInteger cost(long microWattHours, long price) {
    return BigInteger.valueOf(microWattHours).multiply(BigInteger.valueOf(price));
  }

  /** An amount of 1e-6 currency units, in 1e-15 of them. */
  public static BigInteger amount(long micros) {
    return BigInteger.valueOf(micros).multiply(COST_PER_MICRO);
  }

  /** A cost in currency units, of {@link #COST_DECIMALS} decimals. */
  public static BigDecimal units(BigInteger cost) {
    return new BigDecimal(cost, COST_DECIMALS);
  }
}
