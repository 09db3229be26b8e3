package io.wattflow.core.tariff;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tariff through time. Immutable.
 *
 * @param name by which users refer to it
 * @param currency ISO 4217 code, of all its versions
 * @param versions in the order of their dates, each valid until the next
 */
public record Tariff(String name, String currency, List<TariffVersion> versions) {
  public Tariff {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("tariff " + name + " has no version");
    }
    for (int i = 1; i < versions.size(); i++) {
      if (!versions.get(i).validFrom().isAfter(versions.get(i - 1).validFrom())) {
        throw new IllegalArgumentException(
            "versions of tariff " + name + " are not in the order of their dates");
      }
    }
  }

  /** The version of a local date; null before the first one. */
  public @Nullable TariffVersion on(LocalDate date) {
    TariffVersion found = null;
    for (TariffVersion version : versions) {
      if (version.validFrom().isAfter(date)) {
        break;
      }
      found = version;
    }
    return found;
  }
}
