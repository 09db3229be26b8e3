package io.wattflow.services.analytics.query;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An hour of a device of one of two users, a function of its number: three days around the end of
 * summer time in Berlin.
 */
record HourRow(int number) {
  static final String RANGE =
      "'time_range': {'from': '2026-10-24T00:00:00Z', 'to': '2026-10-27T00:00:00Z'}";

  private static final Instant START = Instant.parse("2026-10-24T00:00:00Z");
  private static final int COUNT = 72 * 3 * 2;

  long user() {
    return 1L + number % 2;
  }

  String device() {
    return "d-" + number / 2 % 3;
  }

  Instant start() {
    return START.plus(number / 6, ChronoUnit.HOURS);
  }

  double energy() {
    return number * 37 % 1_000 / 4.0;
  }

  boolean hasCounter() {
    return number % 3 != 0;
  }

  boolean hasGap() {
    return (number % 8 & 2) != 0;
  }

  /** Those of one of the two users, in the order of their time. */
  static List<HourRow> of(long user) {
    return IntStream.range(0, COUNT)
        .mapToObj(HourRow::new)
        .filter(row -> row.user() == user)
        .toList();
  }

  /** Puts all of them in, and more of another year, which questions of this one must not read. */
  static void insert(QueryEngine engine) throws SQLException {
    String columns =
        "user_id, device_id, device_type, window_start, reading_count, power_min, power_max,"
            + " power_mean, power_time_weighted_mean, power_first, power_last, power_p50, power_p95,"
            + " last_event_time, energy_wh, energy_estimated_wh, counter_energy_wh,"
            + " power_factor_mean, covered_seconds, quality, version";
    String values =
        "1 + number %% 2, concat('d-', toString(intDiv(number, 2) %% 3)), 'METER',"
            + " toDateTime('%s', 'UTC') + intDiv(number, 6) * 3600 AS start, 60, 0, 1, 0, 0, 0, 0, 0,"
            + " 0, start, (number * 37 %% 1000) / 4, 0, if(number %% 3 = 0, NULL, number),"
            + " NULL, 3600, number %% 8, 1";
    String insert = "INSERT INTO rollup_1h (" + columns + ") SELECT " + values;
    engine.execute(insert.formatted("2026-10-24 00:00:00") + " FROM numbers(" + COUNT + ")");
    engine.execute(insert.formatted("2025-01-01 00:00:00") + " FROM numbers(30000)");
  }
}
