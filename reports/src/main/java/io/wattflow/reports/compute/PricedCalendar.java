package io.wattflow.reports.compute;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffVersion;
import io.wattflow.core.tariff.WeeklyPrices;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The local days of a zone, cut where a tariff's price changes. Prices follow the local clock: an
 * hour that the clock shows twice costs the same twice, and one that it skips is not there. Made
 * once for all devices of a zone and tariff. Immutable.
 */
public final class PricedCalendar {
  private final ZoneId zone;
  private final @Nullable Tariff tariff;
  private final List<Slice> slices;

  private PricedCalendar(ZoneId zone, @Nullable Tariff tariff, List<Slice> slices) {
    this.zone = zone;
    this.tariff = tariff;
    this.slices = List.copyOf(slices);
  }

  /**
   * A calendar of some days.
   *
   * @param tariff null: energy without a price
   * @param first local date
   * @param last local date
   */
  public static PricedCalendar of(
      ZoneId zone, @Nullable Tariff tariff, LocalDate first, LocalDate last) {
    List<Slice> slices = new ArrayList<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      LocalPeriod day = new LocalPeriod(PeriodKind.DAY, date, zone);
      if (!day.isEmpty()) {
        addSlices(day, tariff == null ? null : tariff.on(date), slices);
      }
    }
    return new PricedCalendar(zone, tariff, slices);
  }

  private static void addSlices(
      LocalPeriod day, @Nullable TariffVersion version, List<Slice> slices) {
    long at = day.from().getEpochSecond();
    long end = day.to().getEpochSecond();
    if (version == null) {
      slices.add(new Slice(at, end, day.start(), null, 0));
      return;
    }
    while (at < end) {
      int minute = minuteOfWeek(day.zone(), at);
      long price = version.prices().at(minute);
      long to = Math.min(end, priceEnd(day.zone(), version.prices(), at));
      Slice before = slices.isEmpty() ? null : slices.get(slices.size() - 1);
      if (before != null && before.day().equals(day.start()) && before.price() == price) {
        slices.set(slices.size() - 1, new Slice(before.from(), to, day.start(), version, price));
      } else {
        slices.add(new Slice(at, to, day.start(), version, price));
      }
      at = to;
    }
  }

  private static int minuteOfWeek(ZoneId zone, long second) {
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone);
    return WeeklyPrices.minute(
        local.getDayOfWeek(), local.toLocalTime().toSecondOfDay() / MinuteRow.SECONDS);
  }

  /** Where the price may change next: at a step of the prices, at midnight, or with the offset. */
  private static long priceEnd(ZoneId zone, WeeklyPrices prices, long at) {
    int minute = minuteOfWeek(zone, at);
    int midnight = (minute / WeeklyPrices.DAY + 1) * WeeklyPrices.DAY;
    long steps = Math.min(prices.nextStep(minute), midnight) - (long) minute;
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(at));
    LocalTime local =
        LocalTime.ofSecondOfDay(Math.floorMod(at + offset.getTotalSeconds(), 86_400L));
    long end = at - local.getSecond() + steps * MinuteRow.SECONDS;
    ZoneOffsetTransition transition = rules.nextTransition(Instant.ofEpochSecond(at));
    return transition == null ? end : Math.min(end, transition.toEpochSecond());
  }

  /** The zone whose days they are. */
  public ZoneId zone() {
    return zone;
  }

  /** The tariff of the prices; null without one. */
  public @Nullable Tariff tariff() {
    return tariff;
  }

  /** All slices, in the order of time. */
  List<Slice> slices() {
    return slices;
  }

  /** The slices that share time with an hour; empty if the calendar does not reach it. */
  List<Slice> of(long hour) {
    int low = 0;
    int high = slices.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slices.get(middle).to() <= hour) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int end = low;
    while (end < slices.size() && slices.get(end).from() < hour + HourRow.SECONDS) {
      end++;
    }
    return slices.subList(low, end);
  }

  /** The hours, in s since the epoch, that a bound cuts; the calendar's own ends do not count. */
  public TreeSet<Long> cutHours() {
    TreeSet<Long> hours = new TreeSet<>();
    for (Slice slice : slices.subList(Math.min(1, slices.size()), slices.size())) {
      long into = Math.floorMod(slice.from(), (long) HourRow.SECONDS);
      if (into != 0) {
        hours.add(slice.from() - into);
      }
    }
    return hours;
  }
}
