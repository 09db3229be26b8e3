package io.wattflow.services.analytics.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The views that may be asked, and nothing else can. The SQL of a question names only these. */
public final class Catalog {
  static final String USER_ID = "user_id";
  static final String CURRENCY = "currency";

  private static final Duration TEN_YEARS = Duration.ofDays(3_653);
  private static final Duration CENTURY = Duration.ofDays(36_525);

  private final List<View> views;

  Catalog(List<View> views) {
    this.views = List.copyOf(views);
  }

  /** The views of the migrated schema. */
  public static Catalog standard() {
    return new Catalog(
        List.of(
            rollups("energy_1m", "Rollups of a minute.", "1m", Duration.ofDays(31), null),
            rollups(
                "energy_5m",
                "Rollups of five minutes, one of which begins every minute.",
                "5m",
                Duration.ofDays(31),
                "its windows overlap, so a sum counts everything five times; take energy_1m or"
                    + " energy_1h"),
            rollups("energy_1h", "Rollups of an hour.", "1h", Duration.ofDays(732), null),
            rollups("energy_1d", "Rollups of a day (UTC).", "1d", TEN_YEARS, null),
            hourlyAverages(),
            reports("energy_local_day", "Reports of local days.", TEN_YEARS),
            reports("energy_local_month", "Reports of local months.", CENTURY),
            reports("energy_local_year", "Reports of local years.", CENTURY),
            alerts()));
  }

  private static View rollups(
      String name, String meaning, String window, Duration maxRange, @Nullable String notAddedUp) {
    List<Column> columns = new ArrayList<>(series());
    columns.addAll(
        List.of(
            Column.time("window_start"),
            Column.time("window_end"),
            Column.amount("energy_wh", "Wh"),
            Column.amount("energy_estimated_wh", "Wh"),
            Column.amount("counter_energy_wh", "Wh").orNull(),
            Column.number("power_mean", "W"),
            Column.number("power_time_weighted_mean", "W"),
            Column.number("power_min", "W"),
            Column.number("power_max", "W"),
            Column.number("power_first", "W"),
            Column.number("power_last", "W"),
            Column.number("power_p50", "W"),
            Column.number("power_p95", "W"),
            Column.number("power_factor_mean", "").orNull(),
            Column.amount("reading_count", ""),
            Column.time("last_event_time"),
            Column.number("coverage", ""),
            Column.texts("quality_flags")));
    return new View(name, meaning, columns, "window_start", window, maxRange, notAddedUp);
  }

  private static View hourlyAverages() {
    List<Column> columns = new ArrayList<>(series());
    columns.addAll(
        List.of(
            Column.time("hour"),
            Column.number("mean_power_watts", "W"),
            Column.number("time_weighted_mean_power_watts", "W"),
            Column.amount("reading_count", ""),
            Column.number("coverage", "")));
    return new View(
        "hourly_avg", "Mean powers of an hour.", columns, "hour", "1h", Duration.ofDays(732), null);
  }

  private static View reports(String name, String meaning, Duration maxRange) {
    List<Column> columns = new ArrayList<>(series());
    columns.addAll(
        List.of(
            Column.date("period_start"),
            Column.text("time_zone"),
            Column.time("period_start_utc"),
            Column.time("period_end_utc"),
            Column.amount("hours", "h"),
            Column.amount("energy_wh", "Wh"),
            Column.amount("energy_import_wh", "Wh"),
            Column.amount("energy_export_wh", "Wh"),
            Column.amount("energy_estimated_wh", "Wh"),
            Column.number("estimated_share", ""),
            Column.number("coverage", ""),
            Column.amount("reading_count", ""),
            Column.number("power_max", "W").orNull(),
            Column.time("power_max_window_start").orNull(),
            Column.number("power_max_window_seconds", "s").orNull(),
            Column.number("power_min", "W").orNull(),
            Column.time("power_min_window_start").orNull(),
            Column.number("power_min_window_seconds", "s").orNull(),
            Column.texts("quality_flags"),
            Column.amount("hours_divided_by_time", "h"),
            Column.text("tariff"),
            Column.text("tariff_version"),
            Column.text(CURRENCY),
            Column.cost("cost"),
            Column.cost("cost_import"),
            Column.cost("cost_export"),
            Column.cost("cost_standing"),
            Column.amount("previous_energy_wh", "Wh").orNull(),
            Column.number("energy_change", "").orNull(),
            Column.cost("previous_cost"),
            Column.number("cost_change", "").orNull()));
    return new View(name, meaning, columns, "period_start", "", maxRange, null);
  }

  private static View alerts() {
    List<Column> columns =
        List.of(
            Column.identity(USER_ID),
            Column.text("device_id"),
            Column.text("rule"),
            Column.text("severity"),
            Column.text("state"),
            Column.time("start"),
            Column.time("event_time"),
            Column.number("value", "of the rule"),
            Column.number("threshold", "of the rule"),
            Column.identity("version"));
    return new View(
        "device_alerts", "Alerts as they stand.", columns, "start", "", TEN_YEARS, null);
  }

  private static List<Column> series() {
    return List.of(Column.identity(USER_ID), Column.text("device_id"), Column.text("device_type"));
  }

  /** The view of this name, or null. */
  public @Nullable View view(String name) {
    return views.stream().filter(view -> view.name().equals(name)).findFirst().orElse(null);
  }

  public List<View> views() {
    return views;
  }

  /** What there is to ask for, for {@code GET /v1/views}; values that Jackson can write. */
  public Map<String, Object> describe() {
    return Map.of("views", views.stream().map(View::describe).toList());
  }
}
