package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.answers.RecentHours.Hour;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** The household in the last 24 whole hours and the one that runs. */
public record HourlyTrends(long userId) implements Inquiry {
  /** Whole hours before the one that runs. */
  static final int HOURS = 24;

  @Override
  public AnswerKey key() {
    return new KeyName("hourly_trends_last_24h").of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    long running = Spans.hourOf(now);
    long from = running - HOURS * Spans.HOUR;
    long to = running + Spans.HOUR;
    HouseholdHours household =
        HouseholdHours.ask(sources.store(), freshness, userId, from, running);
    if (household.isEmpty() && !Known.user(sources.store(), freshness, userId)) {
      return Known.noUser(userId);
    }
    Basis basis = household.basis();
    long devices = household.count(series -> basis.has(series.deviceType()));
    byte[] body =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.instant("from", Instant.ofEpochSecond(from));
              json.instant("to", Instant.ofEpochSecond(to));
              json.text("basis", basis.name());
              json.rows(
                  "hours",
                  hours(household, basis, from, to),
                  (row, hour) -> write(row, hour, devices, now));
            });
    return new Loaded(
        Answer.json(body),
        CacheClass.HOURLY,
        List.of(Spans.rows(RollupWindow.ONE_HOUR, userId, from, to)));
  }

  /** An hour of all devices together, of which there may be nothing. */
  private static final class Together {
    final long start;
    final EnergySum sum = new EnergySum();
    double powerMax = Double.NEGATIVE_INFINITY;
    int quality;

    Together(long start) {
      this.start = start;
    }

    void add(Hour hour) {
      sum.add(hour.row(), hour.lastEventMillis());
      powerMax = Math.max(powerMax, hour.powerMax());
      quality |= hour.row().quality();
    }
  }

  private static List<Together> hours(HouseholdHours household, Basis basis, long from, long to) {
    NavigableMap<Long, Together> hours = new TreeMap<>();
    for (long start = from; start < to; start += Spans.HOUR) {
      hours.put(start, new Together(start));
    }
    household.forEach(
        (series, rows) -> {
          if (basis.has(series.deviceType())) {
            rows.forEach(row -> Objects.requireNonNull(hours.get(row.start())).add(row));
          }
        });
    return List.copyOf(hours.values());
  }

  private static void write(JsonBody json, Together hour, long devices, Instant now)
      throws IOException {
    long end = (hour.start + Spans.HOUR) * Spans.MILLIS;
    // Of the hour that runs, only what has passed could have been observed.
    long passed = Math.min(end, now.toEpochMilli()) - hour.start * Spans.MILLIS;
    json.instant("start", Instant.ofEpochSecond(hour.start));
    if (hour.sum.any()) {
      json.energy("energy_wh", hour.sum.energy());
      json.energy("estimated_wh", hour.sum.estimated());
      json.number("power_max", hour.powerMax);
    } else {
      json.nothing("energy_wh");
      json.whole("estimated_wh", 0);
      json.nothing("power_max");
    }
    json.share("coverage", hour.sum.coveredMillis(), passed * devices);
    json.flag("complete", end <= now.toEpochMilli());
    json.flags("quality_flags", hour.quality);
  }
}
