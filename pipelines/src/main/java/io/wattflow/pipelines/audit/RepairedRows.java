package io.wattflow.pipelines.audit;

import io.wattflow.cache.Change;
import io.wattflow.cache.Changes;
import io.wattflow.core.rows.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What a repair has changed, for caches. */
final class RepairedRows {
  private RepairedRows() {}

  /**
   * The windows that are noted as different.
   *
   * @param step from the start of a window to that of the next
   */
  static Changes of(Connection connection, Staging staging, Table table, Duration step)
      throws SQLException {
    Changes changes = new Changes();
    // In this order a run of windows is one change at once, and is never in memory one by one.
    String sql =
        """
        SELECT toInt64(user_id), device_id, toUnixTimestamp(window_start)
        FROM %s WHERE rollup = '%s' ORDER BY user_id, device_id, window_start
        """
            .formatted(staging.differences(), table.tableName());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        long start = rows.getLong(3) * 1000;
        changes.add(
            new Change(table.tableName(), rows.getLong(1), rows.getString(2), start, start + 1),
            step.toMillis() - 1);
      }
    }
    return changes;
  }
}
