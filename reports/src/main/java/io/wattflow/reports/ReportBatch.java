package io.wattflow.reports;

import io.wattflow.cache.Changes;
import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.reports.compute.HourRow;
import io.wattflow.reports.compute.MinuteRow;
import io.wattflow.reports.compute.ReportCalendar;
import io.wattflow.reports.compute.ReportRow;
import io.wattflow.reports.compute.Series;
import io.wattflow.reports.compute.SeriesReport;
import io.wattflow.reports.compute.StoredRow;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.compute.Verdict;
import io.wattflow.reports.store.Registry;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.reports.store.ReportStore;
import io.wattflow.reports.store.ReportStore.Written;
import io.wattflow.reports.store.ReportTable;
import io.wattflow.reports.store.RollupStore;
import io.wattflow.reports.store.SeriesCursor;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisException;

/** The reports of some users: reads, computes, compares, and writes in the end. */
final class ReportBatch {
  private static final int HOURS_OF_DAY = 24;
  private static final long MILLIS_OF_DAY = 86_400_000;

  private final ReportDatabase database;
  private final ReportCaches caches;
  private final ReportRequest request;
  private final Calendars calendars;
  private final ReportSummary summary;
  private final Map<ReportTable, Pending> pending = new EnumMap<>(ReportTable.class);
  private final Changes changes = new Changes();

  /** Of one table: what is stored, and what is to be written. */
  private static final class Pending {
    final Map<Series, Map<LocalDate, StoredRow>> stored;
    final List<Written> rows = new ArrayList<>();
    final List<StoredRow> withdrawn = new ArrayList<>();

    Pending(Map<Series, Map<LocalDate, StoredRow>> stored) {
      this.stored = stored;
    }
  }

  ReportBatch(
      ReportDatabase database,
      ReportCaches caches,
      ReportRequest request,
      Calendars calendars,
      ReportSummary summary) {
    this.database = database;
    this.caches = caches;
    this.request = request;
    this.calendars = calendars;
    this.summary = summary;
  }

  /** Brings the reports of users on their dates up to date. */
  void run(Map<Long, Target> targets) throws SQLException {
    Set<Long> users = targets.keySet();
    Target dates = targets.values().stream().reduce(Target::span).orElseThrow();
    Target reach = dates.reach(Reports.kinds(request.tables()));
    Registry registry = Registry.read(database, users);
    for (ReportTable table : request.tables()) {
      Target starts = dates.starts(table.kind());
      pending.put(
          table,
          new Pending(new ReportStore(database, table).read(users, starts, request.replace())));
    }
    RollupStore rollups = new RollupStore(database);
    Collection<Long> cut = hoursOfDay(registry, users);
    Set<Series> withHours = new HashSet<>();
    try (SeriesCursor<HourRow> hours = rollups.hours(users, reach);
        SeriesCursor<MinuteRow> minutes =
            cut.isEmpty() ? null : rollups.minutes(users, reach, cut)) {
      for (Series series = hours.peek(); series != null; series = hours.peek()) {
        List<HourRow> taken = hours.take();
        summary.countSeries(taken.size());
        withHours.add(series);
        Optional<ReportCalendar> calendar = calendars.of(series, registry);
        if (calendar.isPresent()) {
          List<MinuteRow> divide = minutes == null ? List.of() : minutes.takeOf(series);
          report(
              new SeriesReport(series, calendar.get(), taken, divide),
              series,
              calendar.get().days().zone(),
              Objects.requireNonNull(targets.get(series.userId())));
        }
      }
    }
    if (request.replace()) {
      withdrawWithoutHours(withHours, targets);
    }
    write();
  }

  /** The hours of the day (UTC) that the calendar of some user cuts. */
  private Collection<Long> hoursOfDay(Registry registry, Set<Long> users) {
    return calendars.all(registry, users).stream()
        .flatMap(calendar -> calendar.days().cutHours().stream())
        .map(hour -> Math.floorMod(hour / HourRow.SECONDS, (long) HOURS_OF_DAY))
        .collect(Collectors.toSet());
  }

  private void report(SeriesReport report, Series series, ZoneId zone, Target target) {
    pending.forEach(
        (table, waiting) -> {
          Map<LocalDate, StoredRow> stored = waiting.stored.getOrDefault(series, Map.of());
          List<ReportRow> rows = report.rows(table.kind(), target);
          for (ReportRow row : rows) {
            StoredRow before = stored.get(row.period().start());
            Verdict verdict =
                request.replace() ? Verdict.replacing(row, before) : Verdict.of(row, before);
            summary.add(table, verdict);
            if (verdict.isWritten()) {
              waiting.rows.add(new Written(row, verdict.generation(row, before)));
              changed(table, series, row.period().start());
            }
          }
          Set<LocalDate> starts =
              rows.stream().map(row -> row.period().start()).collect(Collectors.toSet());
          for (StoredRow row : stored.values()) {
            if (!starts.contains(row.periodStart())
                && (isMoved(row, table.kind(), zone, target, report)
                    || (request.replace() && isStanding(row, table.kind(), target)))) {
              withdraw(table, waiting, row);
            }
          }
        });
  }

  private void withdraw(ReportTable table, Pending waiting, StoredRow row) {
    summary.add(table, Verdict.WITHDRAWN);
    waiting.withdrawn.add(row);
    changed(table, row.series(), row.periodStart());
  }

  private void changed(ReportTable table, Series series, LocalDate start) {
    LocalDate second = start.plusDays(1);
    LocalDate end = LocalPeriod.of(table.kind(), start, ZoneOffset.UTC).end();
    // Its first date is this period and none else; the next begins where it ends.
    changes.add(
        table.rows(series.userId(), series.deviceId(), start, second),
        ChronoUnit.DAYS.between(second, end) * MILLIS_OF_DAY);
  }

  /** The rows of series of which no hours are left at all. */
  private void withdrawWithoutHours(Set<Series> withHours, Map<Long, Target> targets) {
    pending.forEach(
        (table, waiting) ->
            waiting.stored.forEach(
                (series, rows) -> {
                  Target target = Objects.requireNonNull(targets.get(series.userId()));
                  if (!withHours.contains(series)) {
                    rows.values().stream()
                        .filter(row -> isStanding(row, table.kind(), target))
                        .forEach(row -> withdraw(table, waiting, row));
                  }
                }));
  }

  /** Whether a stored row is one of the wanted, and not withdrawn yet. */
  private static boolean isStanding(StoredRow row, PeriodKind kind, Target target) {
    return !row.withdrawn()
        && target.wants(new LocalPeriod(kind, row.periodStart(), ZoneId.of(row.zone())));
  }

  /** Whether another zone has moved all readings of a stored row to other dates. */
  private static boolean isMoved(
      StoredRow row, PeriodKind kind, ZoneId zone, Target target, SeriesReport report) {
    return !row.withdrawn()
        && !row.zone().equals(zone.getId())
        && target.wants(new LocalPeriod(kind, row.periodStart(), zone))
        && report.hasHours(row.from(), row.to());
  }

  private void write() throws SQLException {
    if (request.dryRun()) {
      return;
    }
    try {
      for (Map.Entry<ReportTable, Pending> entry : pending.entrySet()) {
        Pending waiting = entry.getValue();
        new ReportStore(database, entry.getKey()).write(waiting.rows, waiting.withdrawn);
      }
    } catch (SQLException | RuntimeException e) {
      evictAfter(e);
      throw e;
    }
    caches.evict(changes);
  }

  /**
   * Rows that are visible by now will be unchanged for the next run, which would tell nobody of
   * them. Of which ones are not, nobody knows; those are told of once more when they are written.
   */
  private void evictAfter(Exception failure) {
    try {
      caches.evict(changes);
    } catch (JedisException e) {
      failure.addSuppressed(e);
    }
  }
}
