package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.HourDivision;
import io.wattflow.reports.compute.HourRow;
import io.wattflow.reports.compute.Micro;
import io.wattflow.reports.compute.MinuteRow;
import io.wattflow.reports.compute.Piece;
import io.wattflow.sql.Queries;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The hours of a household, and the minutes of those that a bound cuts; sums over parts of them. An
 * hour that a bound cuts is divided as reports divide it, so that today's energy becomes the
 * report's when the day is over.
 */
final class HouseholdHours {
  private static final String HOURS = Queries.read("hours");
  private static final String MINUTES = Queries.read("minutes_of_hours");

  /** Of which the question has places. */
  private static final int MOST_CUTS = 3;

  private final Map<SeriesName, Rows1h> series;

  /** A device under one of its types. */
  record SeriesName(String deviceId, String deviceType) {}

  private record Hour(HourRow row, long lastEventMillis) {}

  private record Rows1h(List<Hour> hours, Map<Long, List<MinuteRow>> minutes) {}

  private HouseholdHours(Map<SeriesName, Rows1h> series) {
    this.series = series;
  }

  /**
   * Asks for the hours into which a span reaches.
   *
   * @param from in s since the epoch, as {@code to}
   * @param cuts up to three instants at which sums begin or end
   */
  static HouseholdHours ask(Connection connection, long userId, long from, long to, long... cuts)
      throws SQLException {
    BigInteger user = Rows.unsigned(userId);
    Map<SeriesName, Rows1h> series = new LinkedHashMap<>();
    Rows.list(
        connection,
        HOURS,
        at -> of(series, at).hours().add(hour(at)),
        user,
        Spans.hourOf(from),
        to);
    NavigableSet<Long> cutHours = cutHours(cuts);
    if (!cutHours.isEmpty() && !series.isEmpty()) {
      List<Object> parameters = new ArrayList<>();
      parameters.add(user);
      Long last = cutHours.last();
      for (int i = 0; i < MOST_CUTS; i++) {
        Long hour = cutHours.isEmpty() ? last : cutHours.pollFirst();
        parameters.add(hour);
        parameters.add(hour + Spans.HOUR);
      }
      Rows.list(
          connection,
          MINUTES,
          at -> {
            MinuteRow minute = minute(at);
            return of(series, at)
                .minutes()
                .computeIfAbsent(Spans.hourOf(minute.start()), hour -> new ArrayList<>())
                .add(minute);
          },
          parameters.toArray());
    }
    return new HouseholdHours(series);
  }

  /** The hours that are cut: those in which a cut lies, unless it is their start. */
  static NavigableSet<Long> cutHours(long... cuts) {
    if (cuts.length > MOST_CUTS) {
      throw new IllegalArgumentException("at most " + MOST_CUTS + " cuts");
    }
    NavigableSet<Long> hours = new TreeSet<>();
    Arrays.stream(cuts)
        .filter(cut -> cut != Spans.hourOf(cut))
        .forEach(cut -> hours.add(Spans.hourOf(cut)));
    return hours;
  }

  private static Rows1h of(Map<SeriesName, Rows1h> series, ResultSet at) throws SQLException {
    return series.computeIfAbsent(
        new SeriesName(at.getString(1), at.getString(2)),
        name -> new Rows1h(new ArrayList<>(), new HashMap<>()));
  }

  /** Peaks and quality are not asked for: nobody sees them here. */
  private static Hour hour(ResultSet at) throws SQLException {
    return new Hour(
        new HourRow(
            at.getLong(3),
            Micro.wattHours(at.getDouble(4)),
            Math.abs(Micro.wattHours(at.getDouble(5))),
            Micro.millis(at.getDouble(6)),
            0,
            0,
            at.getLong(7),
            0,
            at.getLong(8)),
        at.getLong(9));
  }

  private static MinuteRow minute(ResultSet at) throws SQLException {
    return new MinuteRow(
        at.getLong(3),
        Micro.wattHours(at.getDouble(4)),
        Math.abs(Micro.wattHours(at.getDouble(5))),
        Micro.millis(at.getDouble(6)),
        0,
        0,
        Micro.milliwatts(at.getDouble(7)),
        Micro.milliwatts(at.getDouble(8)),
        at.getLong(9),
        at.getLong(10),
        at.getLong(11));
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  Basis basis() {
    return Basis.of(series.keySet().stream().anyMatch(name -> Basis.isMeter(name.deviceType())));
  }

  /** How many series there are of some types. */
  long count(Predicate<SeriesName> wanted) {
    return series.keySet().stream().filter(wanted).count();
  }

  /** The device types that there are. */
  List<String> deviceTypes() {
    return series.keySet().stream().map(SeriesName::deviceType).distinct().sorted().toList();
  }

  /**
   * What some series have used from one instant to another, both at whole minutes.
   *
   * @param from in s since the epoch, as {@code to}
   */
  EnergySum sum(Predicate<SeriesName> wanted, long from, long to) {
    EnergySum sum = new EnergySum();
    series.forEach(
        (name, rows) -> {
          if (wanted.test(name)) {
            rows.hours().forEach(hour -> add(sum, name, hour, rows.minutes(), from, to));
          }
        });
    return sum;
  }

  private static void add(
      EnergySum sum,
      SeriesName name,
      Hour hour,
      Map<Long, List<MinuteRow>> minutes,
      long from,
      long to) {
    long start = hour.row().start();
    long end = start + Spans.HOUR;
    if (end <= from || start >= to) {
      return;
    }
    if (start >= from && end <= to) {
      sum.add(hour.row(), hour.lastEventMillis());
      return;
    }
    int first = (int) ((Math.max(from, start) - start) / Spans.MINUTE);
    int behind = (int) ((Math.min(to, end) - start) / Spans.MINUTE);
    int minutesOfHour = (int) (Spans.HOUR / Spans.MINUTE);
    int[] bounds =
        new TreeSet<>(List.of(0, first, behind, minutesOfHour))
            .stream().mapToInt(Integer::intValue).toArray();
    List<Piece> pieces =
        HourDivision.divide(
            hour.row(), minutes.getOrDefault(start, List.of()), bounds, name.deviceType());
    int wanted = Arrays.binarySearch(bounds, first);
    sum.add(pieces.get(wanted), Math.min(hour.lastEventMillis(), to * Spans.MILLIS));
  }
}
