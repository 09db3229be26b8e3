package io.wattflow.services.analytics.kit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.TimeZone;

/** Rows of rollups, as the stream would have written them. */
public final class Rows {
  private static final Calendar UTC = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
  private final Connection connection;

  /** Writes through a connection, to the database that it has chosen. */
  public Rows(Connection connection) {
    this.connection = connection;
  }

  /** An hour of a device, fully observed. */
  public void hour(long user, String device, String type, Instant start, double wattHours)
      throws SQLException {
    window("rollup_1h", user, device, type, start, wattHours, 3_600);
  }

  /** A minute of a device, fully observed. */
  public void minute(long user, String device, String type, Instant start, double wattHours)
      throws SQLException {
    window("rollup_1m", user, device, type, start, wattHours, 60);
  }

  /** A day of a device, fully observed. */
  public void day(long user, String device, String type, Instant start, double wattHours)
      throws SQLException {
    window("rollup_1d", user, device, type, start, wattHours, 86_400);
  }

  private void window(
      String table,
      long user,
      String device,
      String type,
      Instant start,
      double wattHours,
      int seconds)
      throws SQLException {
    double watts = wattHours * 3_600 / seconds;
    String sql =
        "INSERT INTO "
            + table
            + " (user_id, device_id, device_type, window_start, reading_count, power_min, power_max,"
            + " power_mean, power_time_weighted_mean, power_first, power_last, power_p50, power_p95,"
            + " last_event_time, energy_wh, covered_seconds, version)"
            + " VALUES (?, ?, ?, ?, 60, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setLong(1, user);
      insert.setString(2, device);
      insert.setString(3, type);
      insert.setTimestamp(4, Timestamp.from(start), UTC);
      for (int column = 5; column <= 12; column++) {
        insert.setDouble(column, watts);
      }
      insert.setTimestamp(13, Timestamp.from(start.plus(seconds - 1L, ChronoUnit.SECONDS)), UTC);
      insert.setDouble(14, wattHours);
      insert.setDouble(15, seconds);
      // Grows with each write, so that a row written again replaces the one before.
      insert.setLong(16, System.nanoTime());
      insert.executeUpdate();
    }
  }

  /** The row of an alert. */
  public void alert(
      long user, String device, String rule, String state, Instant start, long version)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO alerts (user_id, device_id, rule, severity, state, start, event_time,"
                + " value, threshold, version) VALUES (?, ?, ?, 'CRITICAL', ?, ?, ?, 9000, 8000, ?)")) {
      insert.setLong(1, user);
      insert.setString(2, device);
      insert.setString(3, rule);
      insert.setString(4, state);
      insert.setTimestamp(5, Timestamp.from(start), UTC);
      insert.setTimestamp(6, Timestamp.from(start), UTC);
      insert.setLong(7, version);
      insert.executeUpdate();
    }
  }
}
