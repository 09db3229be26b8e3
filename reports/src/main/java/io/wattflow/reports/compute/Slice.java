package io.wattflow.reports.compute;

import io.wattflow.core.tariff.TariffVersion;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a local day with one price.
 *
 * @param from its first instant, in s since the epoch
 * @param to the first instant after it
 * @param day that it is part of
 * @param version with the price; null: no tariff, or none of that day
 * @param price of imported energy, in 1e-6 currency units a kWh; 0 without a version
 */
public record Slice(
    long from, long to, LocalDate day, @Nullable TariffVersion version, long price) {}
