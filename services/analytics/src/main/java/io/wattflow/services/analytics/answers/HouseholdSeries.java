package io.wattflow.services.analytics.answers;

import io.wattflow.sql.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A household's windows over the devices of its basis.
 *
 * @param devices how many series the basis has in the span
 * @param windows those with readings, by time
 */
record HouseholdSeries(Basis basis, long devices, List<Window> windows) {

  /**
   * A window.
   *
   * @param start in s since the epoch
   * @param energy in µWh
   * @param estimated in µWh
   * @param coveredMillis of all devices together
   * @param meanMilliwatts time-weighted, of all devices together
   * @param powerMax of one device, in W
   * @param quality bits of all of them
   */
  record Window(
      long start,
      long energy,
      long estimated,
      long coveredMillis,
      long meanMilliwatts,
      double powerMax,
      int quality) {}

  private record Row(boolean meter, boolean overall, Window window, long devices) {}

  /** Asks for windows that start in a span; without any, there are no devices. */
  static HouseholdSeries ask(
      Connection connection, RollupWindow window, long userId, Instant from, Instant to)
      throws SQLException {
    List<Row> rows =
        Rows.list(
            connection,
            Queries.read("household_series", Map.of("table", window.table())),
            at ->
                new Row(
                    at.getInt(1) == 1,
                    at.getInt(2) == 1,
                    new Window(
                        at.getLong(3),
                        at.getLong(4),
                        at.getLong(5),
                        at.getLong(6),
                        at.getLong(7),
                        at.getDouble(8),
                        at.getInt(9)),
                    at.getLong(10)),
            Rows.unsigned(userId),
            Spans.firstSecond(from),
            Spans.firstSecond(to));
    boolean meters = rows.stream().anyMatch(Row::meter);
    List<Window> windows = new ArrayList<>();
    long devices = 0;
    for (Row row : rows) {
      if (row.meter() == meters) {
        if (row.overall()) {
          devices = row.devices();
        } else {
          windows.add(row.window());
        }
      }
    }
    return new HouseholdSeries(Basis.of(meters), devices, List.copyOf(windows));
  }
}
