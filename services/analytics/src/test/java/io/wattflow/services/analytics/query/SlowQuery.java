package io.wattflow.services.analytics.query;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A question that never ends. */
final class SlowQuery {
  private static final View VIEW =
      new View(
          "slow",
          "Never ends.",
          List.of(
              Column.identity("user_id"),
              Column.text("device_id"),
              Column.time("window_start"),
              Column.amount("energy_wh", "Wh")),
          "window_start",
          "1h",
          Duration.ofDays(1),
          null);

  private SlowQuery() {}

  /** Makes the view that it is asked of. */
  static void createView(QueryEngine engine) throws SQLException {
    engine.execute(
        "CREATE VIEW slow AS SELECT toUInt64(1) AS user_id, toString(number) AS device_id,"
            + " toDateTime('2026-10-24 00:00:00', 'UTC') AS window_start,"
            + " toFloat64(cityHash64(number) % 7) AS energy_wh FROM numbers(1000000000000)");
  }

  static AdHocQuery query() throws InvalidQueryException {
    return QueryEngine.parse(
        new Catalog(List.of(VIEW)),
        """
        {'view': 'slow', 'measures': [{'aggregate': 'sum', 'field': 'energy_wh'}],
         'time_range': {'from': '2026-10-24T00:00:00Z', 'to': '2026-10-25T00:00:00Z'}}
        """);
  }
}
