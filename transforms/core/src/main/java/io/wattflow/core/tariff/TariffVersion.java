package io.wattflow.core.tariff;

import java.time.LocalDate;

/**
 * The prices of a tariff from a date on.
 *
 * @param validFrom the first local date of these prices
 * @param prices of imported energy
 * @param exportPrice what exported energy earns, in 1e-6 currency units a kWh; may be negative
 * @param standingCharge of a metered connection for each local day, in 1e-6 currency units
 */
public record TariffVersion(
    LocalDate validFrom, WeeklyPrices prices, long exportPrice, long standingCharge) {
  public TariffVersion {
    if (standingCharge < 0) {
      throw new IllegalArgumentException("standing charge " + standingCharge + " is negative");
    }
  }
}
