package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.HourDivision;
import io.wattflow.reports.compute.MinuteRow;
import io.wattflow.reports.compute.Piece;
import io.wattflow.services.analytics.answers.RecentHours.Hour;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The hours of a household, and the minutes of those that a bound cuts; sums over parts of them. An
 * hour that a bound cuts is divided as reports divide it, so that today's energy becomes the
 * report's when the day is over.
 */
final class HouseholdHours {
  private final Map<SeriesName, Rows1h> series;

  private record Rows1h(List<Hour> hours, Map<Long, List<MinuteRow>> minutes) {}

  private HouseholdHours(Map<SeriesName, Rows1h> series) {
    this.series = series;
  }

  /**
   * Asks for the hours into which a span reaches, of all series that have one.
   *
   * @param from in s since the epoch
   * @param running start of the hour that runs, the last one
   * @param cuts instants at which sums begin or end
   */
  static HouseholdHours ask(
      Store store, Store.Freshness freshness, long userId, long from, long running, long... cuts)
      throws StoreException {
    Map<SeriesName, Rows1h> series = new LinkedHashMap<>();
    long first = Spans.hourOf(from);
    store.ask(userId, freshness, RecentHours.since(from, running)).orElse(List.of()).stream()
        .filter(hour -> hour.start() >= first)
        .forEach(hour -> of(series, hour.series()).hours().add(hour));
    if (!series.isEmpty()) {
      for (long hour : cutHours(cuts)) {
        store.ask(userId, freshness, new MinutesOfHour(hour)).orElse(List.of()).stream()
            .filter(minute -> series.containsKey(minute.series()))
            .forEach(
                minute ->
                    of(series, minute.series())
                        .minutes()
                        .computeIfAbsent(hour, start -> new ArrayList<>())
                        .add(minute.row()));
      }
    }
    return new HouseholdHours(series);
  }

  /** The hours that are cut: those in which a cut lies, unless it is their start. */
  static NavigableSet<Long> cutHours(long... cuts) {
    NavigableSet<Long> hours = new TreeSet<>();
    Arrays.stream(cuts)
        .filter(cut -> cut != Spans.hourOf(cut))
        .forEach(cut -> hours.add(Spans.hourOf(cut)));
    return hours;
  }

  private static Rows1h of(Map<SeriesName, Rows1h> series, SeriesName name) {
    return series.computeIfAbsent(name, none -> new Rows1h(new ArrayList<>(), new HashMap<>()));
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  Basis basis() {
    return Basis.of(series.keySet().stream().anyMatch(name -> Basis.isMeter(name.deviceType())));
  }

  /** Each series with its hours, by time; ordered by device and type. */
  void forEach(BiConsumer<SeriesName, List<Hour>> visitor) {
    series.forEach((name, rows) -> visitor.accept(name, rows.hours()));
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
