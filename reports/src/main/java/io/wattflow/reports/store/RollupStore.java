package io.wattflow.reports.store;

import io.wattflow.reports.compute.HourRow;
import io.wattflow.reports.compute.Micro;
import io.wattflow.reports.compute.MinuteRow;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportDatabase.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rollups that reports are made of. Reads only. */
public final class RollupStore {
  // Of all zones since 1990.
  private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);
  private static final ZoneOffset WESTERNMOST = ZoneOffset.ofHours(-12);

  private final ReportDatabase database;

  /** Of a database. */
  public RollupStore(ReportDatabase database) {
    this.database = database;
  }

  /**
   * A user with hours.
   *
   * @param userId unsigned
   * @param hours how many rows, superseded versions included
   */
  public record UserHours(long userId, long hours) {}

  /** The users with hours on some dates of any zone, in the order of their ids. */
  public List<UserHours> users(Target dates) throws SQLException {
    List<UserHours> users = new ArrayList<>();
    database.read(
        Query.of("users.sql", Map.of(), from(dates), to(dates)),
        at -> new UserHours(at.getLong(1), at.getLong(2)),
        users::add);
    return users;
  }

  /**
   * The dates of any zone in whose hours something may have changed, by user.
   *
   * @param within before now, by the server's clock
   */
  public Map<Long, Target> changed(Duration within) throws SQLException {
    Map<Long, Target> targets = new HashMap<>();
    database.read(
        Query.of("changed.sql", Map.of(), within.toSeconds()),
        at ->
            Map.entry(
                at.getLong(1),
                // A local date begins up to a day before or after that of UTC.
                new Target(
                    LocalDate.parse(at.getString(2)).minusDays(1),
                    LocalDate.parse(at.getString(3)).plusDays(1))),
        entry -> targets.put(entry.getKey(), entry.getValue()));
    return targets;
  }

  /**
   * Whether the retention of hours has left those of some dates of any zone alone, and does so for
   * a day more. What was dropped while a shorter one was set is not known.
   */
  public boolean keeps(Target dates) throws SQLException {
    List<Long> wholeSince = new ArrayList<>();
    database.read(Query.of("whole_since.sql", Map.of()), at -> at.getLong(1), wholeSince::add);
    return wholeSince.stream().allMatch(since -> from(dates) >= since);
  }

  /** The hours of users on some dates of any zone. */
  public SeriesCursor<HourRow> hours(Collection<Long> users, Target dates) throws SQLException {
    return SeriesCursor.open(
        database,
        Query.of("hours.sql", Map.of("users", list(users)), from(dates), to(dates)),
        RollupStore::hour);
  }

  /**
   * The minutes of users on some dates of any zone.
   *
   * @param hoursOfDay of UTC, of which the minutes are wanted; not empty
   */
  public SeriesCursor<MinuteRow> minutes(
      Collection<Long> users, Target dates, Collection<Long> hoursOfDay) throws SQLException {
    return SeriesCursor.open(
        database,
        Query.of(
            "minutes.sql",
            Map.of("users", list(users), "hours", list(hoursOfDay)),
            from(dates),
            to(dates)),
        RollupStore::minute);
  }

  private static HourRow hour(ResultSet at) throws SQLException {
    return new HourRow(
        at.getLong(4),
        Micro.wattHours(at.getDouble(5)),
        Math.abs(Micro.wattHours(at.getDouble(6))),
        Micro.millis(at.getDouble(7)),
        Micro.milliwatts(at.getDouble(8)),
        Micro.milliwatts(at.getDouble(9)),
        at.getLong(10),
        at.getInt(11),
        at.getLong(12));
  }

  private static MinuteRow minute(ResultSet at) throws SQLException {
    return new MinuteRow(
        at.getLong(4),
        Micro.wattHours(at.getDouble(5)),
        Math.abs(Micro.wattHours(at.getDouble(6))),
        Micro.millis(at.getDouble(7)),
        Micro.milliwatts(at.getDouble(8)),
        Micro.milliwatts(at.getDouble(9)),
        Micro.milliwatts(at.getDouble(10)),
        Micro.milliwatts(at.getDouble(11)),
        at.getLong(12),
        at.getLong(13),
        at.getLong(14));
  }

  /** Numbers, for a list in SQL. */
  static String list(Collection<Long> numbers) {
    return numbers.stream().map(Long::toUnsignedString).collect(Collectors.joining(", "));
  }

  /** The first instant at which a clock shows one of the dates. */
  private static long from(Target dates) {
    return dates.first().atStartOfDay(EASTERNMOST).toEpochSecond();
  }

  /** The first instant after them all, by every clock. */
  private static long to(Target dates) {
    return dates.last().plusDays(1).atStartOfDay(WESTERNMOST).toEpochSecond();
  }
}
