package io.wattflow.services.analytics.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A household with something of everything: a gap, estimates, export, and a device that is away.
 */
final class CannedHousehold {
  static final long USER = 1042;
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /**
   * When all of it is, also for the browser: half past, because around a full hour what was asked
   * before it would be answered after it.
   */
  static final Instant NOW = Instant.parse("2026-11-27T09:30:00Z");

  /** The hours of the trend without readings, and the one that is half estimated. */
  static final List<Integer> GAPS = List.of(5, 6);

  static final int ESTIMATED = 4;
  static final int EXPORTING = 12;
  static final int HOURS = 25;

  private static final Map<String, Duration> WINDOWS =
      Map.of("1m", Duration.ofMinutes(1), "1h", Duration.ofHours(1), "1d", Duration.ofDays(1));

  private CannedHousehold() {}

  /** Lets an API answer as this household. */
  static void fill(CannedApi api) {
    api.answer("total_energy_today", today());
    api.answer("top_consuming_devices", topDevices());
    api.answer("hourly_trends_last_24h", trend());
    api.answer("device_status_summary", status(812.5));
    api.answer("rollups", CannedHousehold::rollups);
    api.openAlerts(alert("meter-1:power-above-limit:1", "CRITICAL", "RAISED", 7));
  }

  /** Lets an API answer as a household without any reading. */
  static void empty(CannedApi api) {
    api.answer(
        "total_energy_today",
        today()
            .put("as_of", null)
            .put("energy_wh", 0.0)
            .put("coverage", 0.0)
            .put(
                "yesterday",
                new JsonObject()
                    .put("day", "2026-01-01")
                    .put("energy_wh", null)
                    .put("until_same_time_wh", null)
                    .put("coverage", 0.0)));
    api.answer("top_consuming_devices", topDevices().put("devices", new JsonArray()));
    JsonObject trend = trend();
    trend
        .getJsonArray("hours")
        .forEach(hour -> ((JsonObject) hour).put("energy_wh", null).put("coverage", 0.0));
    api.answer("hourly_trends_last_24h", trend);
    api.answer(
        "device_status_summary",
        status(null)
            .put("as_of", null)
            .put("total", 0)
            .put("online", 0)
            .put("offline", 0)
            .put("devices", new JsonArray()));
    api.answer("rollups", request -> rollups(request).put("rows", new JsonArray()));
    api.openAlerts();
  }

  static JsonObject today() {
    LocalDate day = LocalDate.ofInstant(NOW, ZONE);
    return new JsonObject()
        .put("user_id", USER)
        .put("time_zone", ZONE.getId())
        .put("day", day.toString())
        .put("from", day.atStartOfDay(ZONE).toInstant().toString())
        .put("to", day.plusDays(1).atStartOfDay(ZONE).toInstant().toString())
        .put("as_of", NOW.toString())
        .put("basis", "METER")
        .put("energy_wh", 4211.5)
        .put("import_wh", 4311.5)
        .put("export_wh", 100.0)
        .put("estimated_wh", 312.0)
        .put("coverage", 0.958)
        .put(
            "yesterday",
            new JsonObject()
                .put("day", day.minusDays(1).toString())
                .put("energy_wh", 11873.2)
                .put("until_same_time_wh", 3987.0)
                .put("coverage", 1.0))
        .put(
            "by_device_type",
            new JsonArray()
                .add(new JsonObject().put("device_type", "METER").put("energy_wh", 4211.5)));
  }

  static JsonObject topDevices() {
    return new JsonObject()
        .put("user_id", USER)
        .put("from", NOW.minus(Duration.ofDays(1)).toString())
        .put("to", NOW.toString())
        .put(
            "devices",
            new JsonArray()
                .add(topDevice("heat-pump-1", "HEAT_PUMP", 9120.4, 0.61, 0.0, 0.99))
                .add(topDevice("ev-charger", "EV_CHARGER", 3900.0, 0.26, 0.0, 1.0))
                .add(topDevice("fridge-kitchen", "REFRIGERATOR", 980.0, 0.065, 196.0, 0.7)));
  }

  private static JsonObject topDevice(
      String id, String type, double energy, double share, double estimated, double coverage) {
    return new JsonObject()
        .put("device_id", id)
        .put("device_type", type)
        .put("energy_wh", energy)
        .put("share", share)
        .put("estimated_wh", estimated)
        .put("coverage", coverage);
  }

  static JsonObject trend() {
    Instant from = NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
    JsonArray hours = new JsonArray();
    for (int i = 0; i < HOURS; i++) {
      boolean gap = GAPS.contains(i);
      @Nullable Double energy =
          gap ? null : Double.valueOf(i == EXPORTING ? -260.0 : 400.0 + 10 * i);
      hours.add(
          new JsonObject()
              .put("start", from.plus(Duration.ofHours(i)).toString())
              .put("energy_wh", energy)
              .put("estimated_wh", i == ESTIMATED ? 220.0 : 0.0)
              .put("power_max", gap ? null : 2110.0)
              .put("coverage", gap ? 0.0 : i == ESTIMATED ? 0.5 : 1.0)
              .put("complete", i < HOURS - 1)
              .put("quality_flags", new JsonArray()));
    }
    return new JsonObject()
        .put("user_id", USER)
        .put("from", from.toString())
        .put("to", from.plus(Duration.ofHours(HOURS)).toString())
        .put("basis", "METER")
        .put("hours", hours);
  }

  static JsonObject status(@Nullable Double watts) {
    return new JsonObject()
        .put("user_id", USER)
        .put("as_of", NOW.toString())
        .put("total", 4)
        .put("online", 2)
        .put("offline", 2)
        .put("basis", "METER")
        .put("power_watts", watts)
        .put(
            "devices",
            new JsonArray()
                .add(device("meter-1", "METER", watts, NOW))
                .add(device("heat-pump-1", "HEAT_PUMP", 640.0, NOW))
                .add(device("fridge-kitchen", "REFRIGERATOR", null, NOW.minusSeconds(3 * 3600)))
                .add(device("pv-roof", "INVERTER", null, null)));
  }

  private static JsonObject device(
      String id, String type, @Nullable Double watts, @Nullable Instant seen) {
    return new JsonObject()
        .put("device_id", id)
        .put("device_type", type)
        .put("state", watts == null ? "OFFLINE" : "ONLINE")
        .put("power_watts", watts)
        .put("last_seen", seen == null ? null : seen.toString());
  }

  /** One row for each window asked for, but for each tenth. */
  static JsonObject rollups(HttpServerRequest request) {
    Duration window = Objects.requireNonNull(WINDOWS.get(request.getParam("window")));
    Instant from = Instant.parse(request.getParam("from"));
    Instant to = Instant.parse(request.getParam("to"));
    JsonArray rows = new JsonArray();
    int i = 0;
    for (Instant at = from; at.isBefore(to); at = at.plus(window)) {
      if (++i % 10 != 0) {
        rows.add(
            new JsonObject()
                .put("start", at.toString())
                .put("energy_wh", 480.0)
                .put("estimated_wh", i % 10 == 1 ? 48.0 : 0.0)
                .put("power_mean", 480.0)
                .put("power_max", 2000.0)
                .put("coverage", 1.0)
                .put("quality_flags", new JsonArray()));
      }
    }
    return new JsonObject()
        .put("user_id", USER)
        .put("window", request.getParam("window"))
        .put("from", from.toString())
        .put("to", to.toString())
        .put("basis", "METER")
        .put("rows", rows);
  }

  static JsonObject alert(String id, String severity, String state, int version) {
    return new JsonObject()
        .put("id", id)
        .put("user_id", USER)
        .put("device_id", "meter-1")
        .put("rule", "power-above-limit")
        .put("severity", severity)
        .put("state", state)
        .put("start", NOW.minusSeconds(900).toString())
        .put("event_time", NOW.toString())
        .put("value", 9000.0)
        .put("threshold", 8000.0)
        .put("version", version);
  }
}
