package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.Micro;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Rollups of a user whose truth is known minute by minute: each minute has a random energy, and
 * each hour and day is the sum of its minutes. Every tenth row is there in two versions, of which
 * the older is wrong.
 */
final class SyntheticHousehold {
  static final int MINUTE = 60;
  static final int HOUR = 3600;

  private static final int DAY = 86_400;
  private static final int BATCH = 20_000;

  private final long userId;
  private final Random random;
  private final Map<Device, TreeMap<Long, Minute>> devices = new LinkedHashMap<>();

  record Device(String id, String type) {}

  /**
   * A minute.
   *
   * @param energy in µWh
   * @param watts highest and last power
   * @param covered whole seconds
   * @param quality bits
   */
  record Minute(long energy, long watts, int covered, int quality) {
    long estimated() {
      return (quality & 1) == 1 ? Math.abs(energy) : 0;
    }
  }

  SyntheticHousehold(long userId, long seed) {
    this.userId = userId;
    this.random = new Random(seed);
  }

  /**
   * Adds random minutes.
   *
   * @param sign 1: import, -1: export, 0: both
   */
  SyntheticHousehold add(String device, String type, Instant from, Instant to, int sign) {
    TreeMap<Long, Minute> minutes =
        devices.computeIfAbsent(new Device(device, type), unseen -> new TreeMap<>());
    for (long at = from.getEpochSecond(); at < to.getEpochSecond(); at += MINUTE) {
      long magnitude = random.nextInt(30_000_000);
      minutes.put(
          at,
          new Minute(
              sign == 0 ? magnitude - 15_000_000 : sign * magnitude,
              random.nextInt(3_000),
              random.nextInt(10) == 0 ? random.nextInt(MINUTE) : MINUTE,
              random.nextInt(20) == 0 ? 1 : 0));
    }
    return this;
  }

  /** Takes minutes away from a device. */
  SyntheticHousehold silence(String device, Instant from, Instant to) {
    devices.forEach(
        (key, minutes) -> {
          if (key.id().equals(device)) {
            minutes.subMap(from.getEpochSecond(), to.getEpochSecond()).clear();
          }
        });
    return this;
  }

  TreeMap<Long, Minute> minutes(String device) {
    TreeMap<Long, Minute> all = new TreeMap<>();
    devices.forEach(
        (key, minutes) -> {
          if (key.id().equals(device)) {
            all.putAll(minutes);
          }
        });
    return all;
  }

  /** In Wh, over the minutes that are wanted. */
  double energy(String device, LongPredicate wanted) {
    return minutes(device).entrySet().stream()
            .filter(minute -> wanted.test(minute.getKey()))
            .mapToLong(minute -> minute.getValue().energy())
            .sum()
        / 1e6;
  }

  /** In s, over the minutes that are wanted. */
  long covered(String device, LongPredicate wanted) {
    return minutes(device).entrySet().stream()
        .filter(minute -> wanted.test(minute.getKey()))
        .mapToLong(minute -> minute.getValue().covered())
        .sum();
  }

  void write(AnswersEngine engine) throws SQLException {
    write(engine, minute -> true);
  }

  /**
   * Writes minutes, hours and days.
   *
   * @param kept which minutes have rows of their own
   */
  void write(AnswersEngine engine, LongPredicate kept) throws SQLException {
    for (Map.Entry<Device, TreeMap<Long, Minute>> device : devices.entrySet()) {
      insert(engine, "rollup_1m", device.getKey(), windows(device.getValue(), MINUTE, kept));
      insert(engine, "rollup_1h", device.getKey(), windows(device.getValue(), HOUR, all -> true));
      insert(engine, "rollup_1d", device.getKey(), windows(device.getValue(), DAY, all -> true));
    }
  }

  private static Map<Long, List<Map.Entry<Long, Minute>>> windows(
      TreeMap<Long, Minute> minutes, int seconds, LongPredicate kept) {
    Map<Long, List<Map.Entry<Long, Minute>>> windows = new TreeMap<>();
    minutes.entrySet().stream()
        .filter(minute -> kept.test(minute.getKey()))
        .forEach(
            minute ->
                windows
                    .computeIfAbsent(
                        Math.floorDiv(minute.getKey(), (long) seconds) * seconds,
                        start -> new ArrayList<>())
                    .add(minute));
    return windows;
  }

  private void insert(
      AnswersEngine engine,
      String table,
      Device device,
      Map<Long, List<Map.Entry<Long, Minute>>> windows)
      throws SQLException {
    List<String> wrong = new ArrayList<>();
    List<String> right = new ArrayList<>();
    windows.forEach(
        (start, inside) -> {
          if (right.size() % 10 == 0) {
            wrong.add(row(device, start, inside, true));
          }
          right.add(row(device, start, inside, false));
        });
    for (List<String> rows : List.of(wrong, right)) {
      for (int from = 0; from < rows.size(); from += BATCH) {
        engine.execute(
            "INSERT INTO %s VALUES %s"
                .formatted(
                    table,
                    String.join(", ", rows.subList(from, Math.min(rows.size(), from + BATCH)))));
      }
    }
  }

  private String row(
      Device device, long start, List<Map.Entry<Long, Minute>> inside, boolean overtaken) {
    long energy = 0;
    long estimated = 0;
    long covered = 0;
    long watts = 0;
    int quality = 0;
    for (Map.Entry<Long, Minute> minute : inside) {
      energy += minute.getValue().energy();
      estimated += minute.getValue().estimated();
      covered += minute.getValue().covered();
      watts = Math.max(watts, minute.getValue().watts());
      quality |= minute.getValue().quality();
    }
    Map.Entry<Long, Minute> last = inside.get(inside.size() - 1);
    long version = 6L * inside.size();
    // Power that the energy of full minutes comes to, constant in each: nothing is left to fill.
    return "(%s, '%s', '%s', %d, %d, 0, %d, 0, %s, 0, %d, 0, 0, %d, %s, %s, NULL, NULL, %d, %d, %d)"
        .formatted(
            Long.toUnsignedString(userId),
            device.id().replace("'", "\\'"),
            device.type(),
            start,
            version,
            watts,
            mean(energy, covered),
            last.getValue().watts(),
            (last.getKey() + MINUTE - 1) * 1_000,
            micro(overtaken ? energy + 77_000_000 : energy),
            micro(estimated),
            covered,
            quality,
            overtaken ? version - 1 : version);
  }

  private static String mean(long energy, long covered) {
    return covered == 0 ? "0" : Double.toString(energy * 3600 / 1e6 / covered);
  }

  private static String micro(long value) {
    return BigDecimal.valueOf(value, 6).toPlainString();
  }

  /** In mW, as answers add them up. */
  static long milliwatts(double watts) {
    return Micro.milliwatts(watts);
  }
}
