package io.wattflow.reports;

import io.wattflow.core.tariff.Tariff;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportTable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which reports are wanted.
 *
 * @param dates local dates, each by the clocks of its device; null: those that have {@code
 *     changedWithin}
 * @param changedWithin dates in whose hours something has changed since so long ago; null: {@code
 *     dates}. One of the two is null
 * @param tables to be brought up to date
 * @param users ids; empty: all
 * @param zone of users without one
 * @param tariffs by name
 * @param defaultTariff name of the tariff of users without one; empty: no costs for them
 * @param replace whether what is computed now replaces rows that have seen more, and rows of which
 *     no hours are left are withdrawn: after rollups were taken back
 * @param dryRun compute and count, but write nothing
 */
public record ReportRequest(
    @Nullable Target dates,
    @Nullable Duration changedWithin,
    Set<ReportTable> tables,
    Set<Long> users,
    ZoneId zone,
    Map<String, Tariff> tariffs,
    String defaultTariff,
    boolean replace,
    boolean dryRun) {
  public ReportRequest {
    if ((dates == null) == (changedWithin == null)) {
      throw new IllegalArgumentException("either dates or changedWithin");
    }
    if (!defaultTariff.isEmpty() && !tariffs.containsKey(defaultTariff)) {
      throw new IllegalArgumentException("no tariff " + defaultTariff);
    }
    tables = Set.copyOf(tables);
    users = Set.copyOf(users);
    tariffs = Map.copyOf(tariffs);
  }
}
