package io.wattflow.benchmarks.analytics;

import io.wattflow.sql.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What households have used so far, written into the rollups of the database directly. */
final class History {
  /** Hours of it. */
  static final int HOURS = 30 * 24;

  private static final int DAYS = 30;
  private static final int MINUTES = 24 * 60;
  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_SECONDS = 3_600;
  private static final int DAY_SECONDS = 86_400;
  private static final int BATCH = 10_000;

  private History() {}

  /**
   * Writes users, devices and the rollups of their past: 30 days of days and hours, one day of
   * minutes, up to the window that runs.
   *
   * @param connection to the database of the tables, which are empty
   * @param intervalSeconds between two reports of a device
   */
  static void write(
      Connection connection, List<Household> households, int intervalSeconds, Instant now)
      throws SQLException {
    try (PreparedStatement user = connection.prepareStatement(text("insert-user", Map.of()))) {
      for (Household household : households) {
        user.setLong(1, household.userId());
        user.addBatch();
      }
      user.executeBatch();
    }
    try (PreparedStatement device = connection.prepareStatement(text("insert-device", Map.of()))) {
      int waiting = 0;
      for (Household household : households) {
        for (Map.Entry<String, String> type : household.types().entrySet()) {
          device.setLong(1, household.userId());
          device.setString(2, type.getKey());
          device.setString(3, type.getValue());
          device.setInt(4, intervalSeconds);
          device.addBatch();
          waiting++;
          if (waiting % BATCH == 0) {
            device.executeBatch();
          }
        }
      }
      if (waiting % BATCH != 0) {
        device.executeBatch();
      }
    }
    try (Statement statement = connection.createStatement()) {
      windows(statement, "rollup_1d", DAY_SECONDS, DAYS, now);
      windows(statement, "rollup_1h", HOUR_SECONDS, HOURS, now);
      windows(statement, "rollup_1m", MINUTE_SECONDS, MINUTES, now);
    }
  }

  private static void windows(
      Statement statement, String table, int seconds, int number, Instant now) throws SQLException {
    long end = Math.floorDiv(now.getEpochSecond(), (long) seconds) * seconds;
    statement.execute(
        text(
            "history",
            Map.of(
                "table", table,
                "seconds", Integer.toString(seconds),
                "windows", Integer.toString(number),
                "end", Long.toString(end))));
  }

  private static String text(String name, Map<String, String> placeholders) {
    return SqlText.read(History.class, name + ".sql", placeholders);
  }
}
