package io.wattflow.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The retention of one table.
 *
 * @param table name without the database
 * @param instant SQL of a row's time, a DateTime
 * @param retention wanted
 */
record Expiry(String table, String instant, Retention retention) {
  private static final Pattern DAYS = Pattern.compile("\\bTTL .*? \\+ toIntervalDay\\((\\d+)\\)");

  static List<Expiry> of(MigrationOptions options) {
    return List.of(
        new Expiry("telemetry", "toDateTime(event_time)", options.telemetry()),
        new Expiry("rollup_1m", "window_start", options.rollup1m()),
        new Expiry("rollup_5m", "window_start", options.rollup5m()),
        new Expiry("rollup_1h", "window_start", options.rollup1h()),
        new Expiry("rollup_1d", "window_start", options.rollup1d()));
  }

  /** Name of the placeholder in the file that creates the table. */
  String placeholder() {
    return table + "_ttl";
  }

  /** What stands for the placeholder: a TTL clause, or nothing. */
  String clause() {
    return retention.isForever() ? "" : "TTL " + retention.expression(instant);
  }

  /**
   * Changes the table's TTL if it is not the wanted one. Without touching the data: merges drop
   * what has expired, in their time.
   *
   * @return whether it had to be changed
   */
  boolean enforce(Connection connection, String database) throws SQLException {
    if (current(connection, database).equals(retention)) {
      return false;
    }
    String alter = "ALTER TABLE `" + database + "`." + table;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          retention.isForever()
              ? alter + " REMOVE TTL"
              : alter
                  + " MODIFY TTL "
                  + retention.expression(instant)
                  + " SETTINGS materialize_ttl_after_modify = 0");
    }
    return true;
  }

  private Retention current(Connection connection, String database) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT engine_full FROM system.tables WHERE database = ? AND name = ?")) {
      statement.setString(1, database);
      statement.setString(2, table);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("there is no table " + database + "." + table);
        }
        Matcher days = DAYS.matcher(rows.getString(1));
        return days.find() ? Retention.ofDays(Integer.parseInt(days.group(1))) : Retention.FOREVER;
      }
    }
  }
}
