package io.wattflow.simulation.live;

import io.wattflow.simulation.ExpectedRow;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.RollupWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much each table holds, cheap enough to ask twice a second. A row's version counts the
 * readings in it and only grows, so equal sums of versions over an equal number of rows mean that
 * every row has its last state.
 *
 * @param byTable name of the table to its total, telemetry first
 */
public record TableTotals(Map<String, Total> byTable) {
  /** Name of the table of raw readings. */
  public static final String TELEMETRY = "telemetry";

  /** Of tables of which nothing is known yet. */
  public static final TableTotals NONE = new TableTotals(Map.of());

  /**
   * What one table holds.
   *
   * @param rows distinct rows
   * @param versions sum of the rows' versions; for raw rows, which have none, their number
   */
  public record Total(long rows, long versions) {
    static final Total NOTHING = new Total(0, 0);
  }

  public TableTotals {
    byTable = Collections.unmodifiableMap(new LinkedHashMap<>(byTable));
  }

  /** What the model expects. */
  public static TableTotals expected(NaiveModel model) {
    Map<String, Total> totals = new LinkedHashMap<>();
    totals.put(TELEMETRY, new Total(model.distinctReadings(), model.distinctReadings()));
    for (RollupWindow window : RollupWindow.values()) {
      long rows = 0;
      long versions = 0;
      for (Iterator<ExpectedRow> all = model.rows(window); all.hasNext(); rows++) {
        versions += all.next().version();
      }
      totals.put(window.table(), new Total(rows, versions));
    }
    return new TableTotals(totals);
  }

  /**
   * What the tables hold now.
   *
   * @param database a plain identifier
   * @throws SQLException if ClickHouse does not answer
   */
  public static TableTotals stored(Connection connection, String database) throws SQLException {
    // The first SELECT names the columns, since the driver finds them by name.
    String sql =
        "SELECT '%s' AS name, count() AS rows, count() AS versions FROM %s.%s FINAL"
                .formatted(TELEMETRY, database, TELEMETRY)
            + Arrays.stream(RollupWindow.values())
                .map(
                    window ->
                        " UNION ALL SELECT '%s', count(), sum(version) FROM %s.%s FINAL"
                            .formatted(window.table(), database, window.table()))
                .collect(Collectors.joining());
    Map<String, Total> totals = new LinkedHashMap<>();
    totals.put(TELEMETRY, Total.NOTHING);
    for (RollupWindow window : RollupWindow.values()) {
      totals.put(window.table(), Total.NOTHING);
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        totals.put(rows.getString(1), new Total(rows.getLong(2), rows.getLong(3)));
      }
    }
    return new TableTotals(totals);
  }

  /** Sum over all tables of the versions: how far a stream is on its way to the expected sum. */
  public long versions() {
    return byTable.values().stream().mapToLong(Total::versions).sum();
  }

  /** Rows of one table; 0 if nothing is known of it. */
  public long rows(String table) {
    return byTable.getOrDefault(table, Total.NOTHING).rows();
  }
}
