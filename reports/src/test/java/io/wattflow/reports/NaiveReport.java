package io.wattflow.reports;

import io.wattflow.reports.SyntheticRollups.Minute;
import io.wattflow.reports.compute.Series;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports minute by minute, with a clock on the wall and a price list in hand: shares no line with
 * what it checks. A local period is the set of minutes at which the clock shows one of its dates.
 */
final class NaiveReport {
  /** A price list: what a kWh costs at a moment of the local clock. */
  interface Prices {
    /** Name, first date and currency. */
    String label(LocalDate date);

    BigDecimal imported(ZonedDateTime local);

    BigDecimal exported(ZonedDateTime local);

    BigDecimal standing(LocalDate date);
  }

  private final Series series;
  private final ZoneId zone;
  private final @Nullable Prices prices;
  private final UnaryOperator<LocalDate> periodOf;
  private final TreeMap<LocalDate, Sum> sums = new TreeMap<>();

  private static final class Sum {
    long energy;
    long imported;
    long exported;
    long estimated;
    long covered;
    long readings;
    long max = Long.MIN_VALUE;
    int byTime;
    BigDecimal cost = BigDecimal.ZERO;
    final Set<LocalDate> dates = new HashSet<>();
    final Set<String> labels = new TreeSet<>();
  }

  NaiveReport(
      Series series,
      ZoneId zone,
      @Nullable Prices prices,
      UnaryOperator<LocalDate> periodOf,
      SortedMap<Long, Minute> minutes) {
    this.series = series;
    this.zone = zone;
    this.prices = prices;
    this.periodOf = periodOf;
    Map<Long, Map<String, TreeMap<Long, Minute>>> hours = new TreeMap<>();
    minutes.forEach(
        (at, minute) ->
            hours
                .computeIfAbsent(
                    Math.floorDiv(at, (long) SyntheticRollups.HOUR), hour -> new LinkedHashMap<>())
                .computeIfAbsent(dateAndPrice(at), label -> new TreeMap<>())
                .put(at, minute));
    hours.values().forEach(this::addHour);
  }

  private ZonedDateTime local(long second) {
    return Instant.ofEpochSecond(second).atZone(zone);
  }

  private String dateAndPrice(long second) {
    ZonedDateTime local = local(second);
    return local.toLocalDate() + (prices == null ? "" : " " + prices.imported(local));
  }

  /** What one hour has on one date at one price is netted. */
  private void addHour(Map<String, TreeMap<Long, Minute>> parts) {
    Set<LocalDate> cutByTime = new HashSet<>();
    for (TreeMap<Long, Minute> part : parts.values()) {
      ZonedDateTime local = local(part.firstKey());
      LocalDate date = local.toLocalDate();
      Sum sum = sums.computeIfAbsent(periodOf.apply(date), start -> new Sum());
      long energy = part.values().stream().mapToLong(Minute::energy).sum();
      boolean byTime = parts.size() > 1 && !part.firstEntry().getValue().kept();
      sum.energy += energy;
      sum.imported += Math.max(energy, 0);
      sum.exported += Math.max(-energy, 0);
      for (Minute minute : part.values()) {
        sum.estimated += minute.estimated() || byTime ? Math.abs(minute.energy()) : 0;
        sum.covered += minute.coveredSeconds();
        sum.readings += 6;
      }
      Collection<Minute> seen =
          byTime
              ? parts.values().stream().flatMap(all -> all.values().stream()).toList()
              : part.values();
      sum.max = Math.max(sum.max, seen.stream().mapToLong(Minute::maxWatts).max().orElseThrow());
      if (byTime && cutByTime.add(date)) {
        sum.byTime++;
      }
      price(sum, local, energy);
      sum.dates.add(date);
    }
  }

  private void price(Sum sum, ZonedDateTime local, long energy) {
    if (prices == null) {
      return;
    }
    LocalDate date = local.toLocalDate();
    BigDecimal price = energy >= 0 ? prices.imported(local) : prices.exported(local);
    sum.cost = sum.cost.add(price.multiply(BigDecimal.valueOf(energy, 9)));
    sum.labels.add(prices.label(date));
    if (series.deviceType().equals("METER") && !sum.dates.contains(date)) {
      sum.cost = sum.cost.add(prices.standing(date));
    }
  }

  /** The lines that a table should have: one for each period. */
  Map<LocalDate, String> lines(UnaryOperator<LocalDate> next) {
    Map<LocalDate, String> lines = new TreeMap<>();
    sums.forEach(
        (start, sum) -> {
          // The first moment at which the clock shows the date, found by walking.
          long from = firstMoment(start);
          long to = firstMoment(next.apply(start));
          Sum before = before(start, from);
          lines.put(
              start,
              String.join(
                  "|",
                  series.userId() + "/" + series.deviceId(),
                  start.toString(),
                  zone.getId(),
                  Instant.ofEpochSecond(from).toString(),
                  Double.toString(Duration.ofSeconds(to - from).toSeconds() / 3600.0),
                  plain(sum.energy, 6),
                  plain(sum.imported, 6),
                  plain(sum.exported, 6),
                  plain(sum.estimated, 6),
                  plain(sum.covered, 0),
                  Long.toString(sum.readings),
                  plain(sum.max, 0),
                  Integer.toString(sum.byTime),
                  label(sum),
                  cost(sum),
                  before == null ? "NULL" : plain(before.energy, 6),
                  before == null ? "NULL" : cost(before)));
        });
    return lines;
  }

  private @Nullable Sum before(LocalDate start, long from) {
    LocalDate shown = local(from - 1).toLocalDate();
    return sums.get(periodOf.apply(shown.isBefore(start) ? shown : start.minusDays(1)));
  }

  private long firstMoment(LocalDate date) {
    long second = date.toEpochDay() * 86_400 - 86_400;
    while (local(second).toLocalDate().isBefore(date)) {
      second += 60;
    }
    return second;
  }

  private String cost(Sum sum) {
    return prices == null ? "NULL" : sum.cost.stripTrailingZeros().toPlainString();
  }

  /** Name and currency once, the dates between them. */
  private static String label(Sum sum) {
    if (sum.labels.isEmpty()) {
      return "";
    }
    String[] any = sum.labels.iterator().next().split(" ");
    Stream<String> dates = sum.labels.stream().map(label -> label.split(" ")[1]);
    return any[0] + " " + dates.collect(Collectors.joining(", ")) + " " + any[2];
  }

  private static String plain(long unscaled, int scale) {
    return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
  }
}
