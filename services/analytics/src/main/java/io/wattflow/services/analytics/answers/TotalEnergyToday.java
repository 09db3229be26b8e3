package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The energy of the day so far, in the clocks of the user.
 *
 * @param timeZone whose day it is; empty: that of the user
 */
public record TotalEnergyToday(long userId, Optional<ZoneId> timeZone) implements Inquiry {
  /**
   * The two days, by instants in s since the epoch.
   *
   * @param now to the minute
   * @param sameTime yesterday, when clocks showed what they show now
   * @param runningEnd of the hour that runs
   */
  private record Days(
      ZoneId zone,
      LocalDate day,
      LocalDate before,
      long from,
      long to,
      long yesterday,
      long now,
      long sameTime,
      long runningEnd) {

    static Days of(ZoneId zone, Instant now) {
      Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
      LocalDate day = LocalDate.ofInstant(now, zone);
      LocalDate before = day.minusDays(1);
      long from = start(day, zone);
      long sameTime = minute.atZone(zone).minusDays(1).toEpochSecond();
      return new Days(
          zone,
          day,
          before,
          from,
          start(day.plusDays(1), zone),
          start(before, zone),
          minute.getEpochSecond(),
          // Where clocks change, the same time may be on another day.
          Math.min(from, sameTime),
          Spans.hourOf(now) + Spans.HOUR);
    }

    private static long start(LocalDate date, ZoneId zone) {
      return date.atStartOfDay(zone).toEpochSecond();
    }

    long[] cuts() {
      return new long[] {yesterday, from, sameTime};
    }
  }

  @Override
  public AnswerKey key() {
    return new KeyName("total_energy_today").with("time_zone", timeZone).of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    ZoneId zone =
        timeZone.isPresent() ? timeZone.get() : TimeZones.of(sources.store(), freshness, userId);
    Days days = Days.of(zone, now);
    HouseholdHours hours =
        HouseholdHours.ask(
            sources.store(), freshness, userId, days.yesterday(), Spans.hourOf(now), days.cuts());
    if (hours.isEmpty() && !Known.user(sources.store(), freshness, userId)) {
      return Known.noUser(userId);
    }
    return new Loaded(
        Answer.json(JsonBody.of(json -> write(json, days, hours, now))),
        CacheClass.HOURLY,
        dependencies(days),
        Instant.ofEpochSecond(days.to()));
  }

  private List<Change> dependencies(Days days) {
    List<Change> changes = new ArrayList<>();
    changes.add(
        Spans.rows(
            RollupWindow.ONE_HOUR, userId, Spans.hourOf(days.yesterday()), days.runningEnd()));
    for (long hour : HouseholdHours.cutHours(days.cuts())) {
      changes.add(Spans.rows(RollupWindow.ONE_MINUTE, userId, hour, hour + Spans.HOUR));
    }
    return changes;
  }

  private void write(JsonBody json, Days days, HouseholdHours hours, Instant now)
      throws IOException {
    Basis basis = hours.basis();
    Predicate<SeriesName> ofBasis = name -> basis.has(name.deviceType());
    long devices = hours.count(ofBasis);
    EnergySum today = hours.sum(ofBasis, days.from(), days.runningEnd());
    json.user(userId);
    json.text("time_zone", days.zone().equals(ZoneOffset.UTC) ? "UTC" : days.zone().getId());
    json.text("day", days.day().toString());
    json.instant("from", Instant.ofEpochSecond(days.from()));
    json.instant("to", Instant.ofEpochSecond(days.to()));
    json.millis("as_of", today.lastEventMillis());
    json.text("basis", basis.name());
    energy(json, "energy_wh", today);
    json.energy("import_wh", today.imported());
    json.energy("export_wh", today.exported());
    json.energy("estimated_wh", today.estimated());
    json.share(
        "coverage",
        today.coveredMillis(),
        (now.toEpochMilli() - days.from() * Spans.MILLIS) * devices);
    json.object("yesterday", fields -> yesterday(fields, days, hours, ofBasis, devices));
    json.rows(
        "by_device_type",
        byType(hours, days),
        (row, type) -> {
          row.text("device_type", type.deviceType());
          row.energy("energy_wh", type.energy());
        });
  }

  private static void yesterday(
      JsonBody json, Days days, HouseholdHours hours, Predicate<SeriesName> ofBasis, long devices)
      throws IOException {
    EnergySum whole = hours.sum(ofBasis, days.yesterday(), days.from());
    json.text("day", days.before().toString());
    energy(json, "energy_wh", whole);
    energy(json, "until_same_time_wh", hours.sum(ofBasis, days.yesterday(), days.sameTime()));
    json.share(
        "coverage",
        whole.coveredMillis(),
        (days.from() - days.yesterday()) * Spans.MILLIS * devices);
  }

  /** Null where nothing was read: that is not the same as nothing used. */
  private static void energy(JsonBody json, String name, EnergySum sum) throws IOException {
    if (sum.any()) {
      json.energy(name, sum.energy());
    } else {
      json.nothing(name);
    }
  }

  private record OfType(String deviceType, long energy) {}

  private static List<OfType> byType(HouseholdHours hours, Days days) {
    List<OfType> types = new ArrayList<>();
    for (String type : hours.deviceTypes()) {
      EnergySum sum =
          hours.sum(name -> name.deviceType().equals(type), days.from(), days.runningEnd());
      if (sum.any()) {
        types.add(new OfType(type, sum.energy()));
      }
    }
    types.sort(Comparator.comparingLong(OfType::energy).reversed());
    return types;
  }
}
