package io.wattflow.reports;

import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.reports.store.ReportStore;
import io.wattflow.reports.store.ReportTable;
import io.wattflow.reports.store.RollupStore;
import io.wattflow.reports.store.RollupStore.UserHours;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings report tables up to date with the rollups.
 *
 * <p>A row is a pure function of rollups, registry and tariffs, and is written only if the stored
 * one differs; so a run that follows another changes nothing, a run that was broken off is simply
 * repeated, and the stream may go on writing meanwhile. What it writes later, the next run
 * corrects.
 */
public final class Reports {
  private final ReportDatabase database;
  private final ReportCaches caches;

  /**
   * Of a database with the tables of this version, see {@code wattflow migrate}.
   *
   * @param caches that hear of the rows that are written; stay the caller's
   */
  public Reports(ReportDatabase database, ReportCaches caches) {
    this.database = database;
    this.caches = caches;
  }

  /**
   * Runs.
   *
   * @param observer is told how far it is
   * @throws SQLException if the server does not answer or a table is missing; what was written by
   *     then stays, is right, and the caches have heard of it
   * @throws redis.clients.jedis.exceptions.JedisException if rows are written and the Redis of the
   *     caches has gone since
   * @throws ExpiredHoursException if reports are to be replaced whose hours are not all there;
   *     nothing was written
   */
  public ReportSummary run(ReportRequest request, ReportObserver observer)
      throws SQLException, ExpiredHoursException {
    ReportSummary summary = new ReportSummary();
    Map<Long, Target> changed = changed(request);
    Target dates = request.dates();
    if (dates == null && changed.isEmpty()) {
      return summary;
    }
    if (dates == null) {
      dates = changed.values().stream().reduce(Target::span).orElseThrow();
    }
    Target reach = dates.reach(kinds(request.tables()));
    if (request.replace() && !new RollupStore(database).keeps(reach)) {
      throw new ExpiredHoursException(reach);
    }
    Map<Long, Long> hours = hours(request, dates, reach);
    hours.keySet().removeIf(user -> !wanted(request, changed, user));
    Calendars calendars = new Calendars(request, reach, summary);
    observer.users(0, hours.size());
    for (List<Long> users : UserBatches.of(hours)) {
      Target all = dates;
      Map<Long, Target> targets =
          users.stream()
              .collect(Collectors.toMap(user -> user, user -> changed.getOrDefault(user, all)));
      new ReportBatch(database, caches, request, calendars, summary).run(targets);
      summary.countUsers(users.size());
      observer.users(summary.users(), hours.size());
    }
    return summary;
  }

  /** How many rows of users are read: hours, and reports that may be withdrawn. */
  private Map<Long, Long> hours(ReportRequest request, Target dates, Target reach)
      throws SQLException {
    Map<Long, Long> hours = new LinkedHashMap<>();
    for (UserHours user : new RollupStore(database).users(reach)) {
      hours.put(user.userId(), user.hours());
    }
    if (request.replace()) {
      for (ReportTable table : request.tables()) {
        Map<Long, Long> reports =
            new ReportStore(database, table).users(dates.starts(table.kind()));
        reports.forEach((user, rows) -> hours.merge(user, rows, Long::sum));
      }
    }
    return hours;
  }

  private Map<Long, Target> changed(ReportRequest request) throws SQLException {
    Duration within = request.changedWithin();
    return within == null ? Map.of() : new RollupStore(database).changed(within);
  }

  private static boolean wanted(ReportRequest request, Map<Long, Target> changed, long user) {
    return (request.users().isEmpty() || request.users().contains(user))
        && (request.changedWithin() == null || changed.containsKey(user));
  }

  static Set<PeriodKind> kinds(Set<ReportTable> tables) {
    return tables.stream().map(ReportTable::kind).collect(Collectors.toSet());
  }
}
