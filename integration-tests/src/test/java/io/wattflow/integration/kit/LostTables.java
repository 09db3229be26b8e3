package io.wattflow.integration.kit;

import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.live.TableTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** Takes away what a scenario's stream has written. */
public final class LostTables {
  private LostTables() {}

  /** Empties all rollups. */
  public static void rollups(Scenario scenario) throws SQLException {
    empty(scenario, Stream.of(RollupWindow.values()).map(RollupWindow::table));
  }

  /** Empties the raw table and all rollups. */
  public static void all(Scenario scenario) throws SQLException {
    rollups(scenario);
    empty(scenario, Stream.of(TableTotals.TELEMETRY));
  }

  private static void empty(Scenario scenario, Stream<String> tables) throws SQLException {
    try (Connection connection = scenario.connect();
        Statement statement = connection.createStatement()) {
      for (String table : tables.toList()) {
        statement.execute("TRUNCATE TABLE " + table);
      }
    }
  }
}
