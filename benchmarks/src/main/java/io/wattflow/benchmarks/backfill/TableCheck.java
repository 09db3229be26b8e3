package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.simulation.RollupWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether rollups are complete: every window is there, and every reading counted once in it, or as
 * often as windows overlap.
 */
final class TableCheck {
  private final RawReadings readings;

  TableCheck(RawReadings readings) {
    this.readings = readings;
  }

  /**
   * Checks a table of windows.
   *
   * @param source the table, as it stands behind FROM
   * @param count the column that counts readings
   * @throws SubjectFailedException if it is not complete
   */
  void require(Statement statement, RollupWindow window, String source, String count)
      throws SQLException, SubjectFailedException {
    long rows = readings.windows(window);
    long counted = readings.readings() * window.length().dividedBy(window.period());
    try (ResultSet row =
        statement.executeQuery("SELECT count(), sum(%s) FROM %s".formatted(count, source))) {
      row.next();
      if (row.getLong(1) != rows || row.getLong(2) != counted) {
        throw new SubjectFailedException(
            "%s has %,d rows of %,d readings, expected %,d of %,d"
                .formatted(source, row.getLong(1), row.getLong(2), rows, counted));
      }
    }
  }
}
