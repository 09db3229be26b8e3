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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The devices that have used the most in the last 24 whole hours and the one that runs.
 *
 * @param limit how many of them, at least 1
 */
public record TopConsumingDevices(long userId, int limit) implements Inquiry {
  /** Of a device; energies in µWh. */
  private record Used(
      String deviceId, String deviceType, long energy, long estimated, long coveredMillis) {
    static Used of(SeriesName series, List<Hour> hours) {
      EnergySum sum = new EnergySum();
      hours.forEach(hour -> sum.add(hour.row(), hour.lastEventMillis()));
      return new Used(
          series.deviceId(),
          series.deviceType(),
          sum.energy(),
          sum.estimated(),
          sum.coveredMillis());
    }

    boolean meter() {
      return Basis.isMeter(deviceType);
    }
  }

  @Override
  public AnswerKey key() {
    return new KeyName("top_consuming_devices").with("limit", limit).of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    long running = Spans.hourOf(now);
    long from = running - HourlyTrends.HOURS * Spans.HOUR;
    long to = running + Spans.HOUR;
    HouseholdHours hours = HouseholdHours.ask(sources.store(), freshness, userId, from, running);
    if (hours.isEmpty() && !Known.user(sources.store(), freshness, userId)) {
      return Known.noUser(userId);
    }
    List<Used> all = new ArrayList<>();
    hours.forEach((series, rows) -> all.add(Used.of(series, rows)));
    all.sort(Comparator.comparingLong(Used::energy).reversed());
    boolean others = all.stream().anyMatch(device -> !device.meter());
    List<Used> consuming =
        all.stream().filter(device -> device.energy() > 0 && !(others && device.meter())).toList();
    long sum = consuming.stream().mapToLong(Used::energy).sum();
    long passed = now.toEpochMilli() - from * Spans.MILLIS;
    byte[] body =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.instant("from", Instant.ofEpochSecond(from));
              json.instant("to", now);
              json.rows(
                  "devices",
                  consuming.stream().limit(limit).toList(),
                  (row, device) -> write(row, device, sum, passed));
            });
    return new Loaded(
        Answer.json(body),
        CacheClass.HOURLY,
        List.of(Spans.rows(RollupWindow.ONE_HOUR, userId, from, to)));
  }

  private static void write(JsonBody json, Used device, long sum, long passed) throws IOException {
    json.text("device_id", device.deviceId());
    json.text("device_type", device.deviceType());
    json.energy("energy_wh", device.energy());
    json.share("share", device.energy(), sum);
    json.energy("estimated_wh", device.estimated());
    json.share("coverage", device.coveredMillis(), passed);
  }
}
