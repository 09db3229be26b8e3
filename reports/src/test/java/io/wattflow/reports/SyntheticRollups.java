package io.wattflow.reports;

import io.wattflow.reports.compute.Series;
import io.wattflow.reports.store.ReportDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Rollups of some series: each minute a random energy, each hour the sum of its minutes, so that
 * the truth of any division is known.
 */
final class SyntheticRollups {
  static final int MINUTE = 60;
  static final int HOUR = 3600;

  private final Map<Series, TreeMap<Long, Minute>> series = new LinkedHashMap<>();
  private final Random random;

  /**
   * A minute.
   *
   * @param energy in µWh
   * @param maxWatts whole watts
   * @param coveredSeconds whole seconds
   * @param estimated whether all of it is estimated
   * @param kept whether rollup_1m still has it
   */
  record Minute(
      long energy,
      long maxWatts,
      long coveredSeconds,
      boolean estimated,
      boolean kept,
      long version) {}

  SyntheticRollups(long seed) {
    this.random = new Random(seed);
  }

  Map<Series, TreeMap<Long, Minute>> all() {
    return series;
  }

  /**
   * Adds minutes for whole hours.
   *
   * @param sign 1: import, -1: export, 0: both
   */
  void add(Series key, Instant from, Instant to, int sign, boolean minutesKept) {
    TreeMap<Long, Minute> minutes = series.computeIfAbsent(key, unseen -> new TreeMap<>());
    for (long hour = from.getEpochSecond(); hour < to.getEpochSecond(); hour += HOUR) {
      // Without minutes the hour is divided evenly, so here it is even.
      long even = minutesKept ? 0 : energy(sign);
      for (long at = hour; at < hour + HOUR; at += MINUTE) {
        minutes.put(
            at,
            new Minute(
                minutesKept ? energy(sign) : even,
                random.nextInt(5000),
                minutesKept ? random.nextInt(MINUTE + 1) : MINUTE,
                minutesKept && random.nextInt(20) == 0,
                minutesKept,
                6));
      }
    }
  }

  private long energy(int sign) {
    long magnitude = random.nextInt(50_000_000);
    return sign == 0 ? magnitude - 25_000_000 : sign * magnitude;
  }

  /** A late reading: another energy and a higher version. */
  void correct(Series key, Instant minute, long energy) {
    Objects.requireNonNull(series.get(key))
        .computeIfPresent(
            minute.getEpochSecond(),
            (at, old) ->
                new Minute(
                    energy,
                    old.maxWatts(),
                    old.coveredSeconds(),
                    old.estimated(),
                    old.kept(),
                    old.version() + 1));
  }

  /** Writes all rows, in both tables. */
  void write(ReportEngine engine, ReportDatabase database) throws SQLException {
    List<String> hours = new ArrayList<>();
    List<String> minutes = new ArrayList<>();
    series.forEach(
        (key, all) -> {
          for (long hour = all.firstKey(); hour <= all.lastKey(); hour += HOUR) {
            List<Map.Entry<Long, Minute>> inside =
                new ArrayList<>(all.subMap(hour, hour + HOUR).entrySet());
            if (!inside.isEmpty()) {
              hours.add(row(key, hour, inside));
            }
            inside.stream()
                .filter(minute -> minute.getValue().kept())
                .forEach(minute -> minutes.add(row(key, minute.getKey(), List.of(minute))));
          }
        });
    insert(engine, database, "rollup_1h", hours);
    insert(engine, database, "rollup_1m", minutes);
  }

  private static void insert(
      ReportEngine engine, ReportDatabase database, String table, List<String> rows)
      throws SQLException {
    for (int from = 0; from < rows.size(); from += 2_000) {
      List<String> some = rows.subList(from, Math.min(rows.size(), from + 2_000));
      engine.execute(database, "INSERT INTO " + table + " VALUES " + String.join(", ", some));
    }
  }

  private static String row(Series key, long start, List<Map.Entry<Long, Minute>> minutes) {
    long energy = 0;
    long estimated = 0;
    long covered = 0;
    long max = Long.MIN_VALUE;
    long version = 0;
    for (Map.Entry<Long, Minute> entry : minutes) {
      Minute minute = entry.getValue();
      energy += minute.energy();
      estimated += minute.estimated() ? Math.abs(minute.energy()) : 0;
      covered += minute.coveredSeconds();
      max = Math.max(max, minute.maxWatts());
      version += minute.version();
    }
    long last = minutes.get(minutes.size() - 1).getKey() + MINUTE - 1;
    return "(%d, '%s', '%s', %d, %d, %d, %d, 0, 0, 0, 0, 0, 0, %d, %s, %s, NULL, NULL, %d, %d, %d)"
        .formatted(
            key.userId(),
            key.deviceId(),
            key.deviceType(),
            start,
            6 * minutes.size(),
            -max,
            max,
            last,
            BigDecimal.valueOf(energy, 6).toPlainString(),
            BigDecimal.valueOf(estimated, 6).toPlainString(),
            covered,
            estimated > 0 ? 1 : 0,
            version);
  }
}
