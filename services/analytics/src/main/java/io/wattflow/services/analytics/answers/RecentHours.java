package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.HourRow;
import io.wattflow.reports.compute.Micro;
import io.wattflow.services.analytics.answers.RecentHours.Hour;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The hours of households, series by series, each series by time.
 *
 * @param from start of the first hour, in s since the epoch
 * @param to end of the last hour, as {@code from}
 */
record RecentHours(long from, long to) implements SharedQuestion<List<Hour>> {

  /** Two local days and the hour that runs, also where a day has 25 hours. */
  private static final long ENOUGH = 50 * Spans.HOUR;

  /**
   * An hour of a series.
   *
   * @param series of which it is
   * @param powerMax in W
   * @param lastEventMillis of its last reading
   */
  record Hour(SeriesName series, HourRow row, double powerMax, long lastEventMillis) {
    long start() {
      return row.start();
    }
  }

  /**
   * Those from an instant to the end of the hour that runs; and some before, so that all who ask
   * for hours of a day or two ask for the same ones.
   */
  static RecentHours since(long from, long running) {
    return new RecentHours(Math.min(Spans.hourOf(from), running - ENOUGH), running + Spans.HOUR);
  }

  @Override
  public Map<Long, List<Hour>> ask(Connection connection, List<Long> users) throws SQLException {
    return Rows.ofUsers(
        connection, "hours", users, RecentHours::hour, List.of(List.<Object>of(from, to)));
  }

  /** Lowest powers are not asked for: nobody sees them here. */
  private static Hour hour(ResultSet at) throws SQLException {
    double powerMax = at.getDouble(8);
    return new Hour(
        SeriesName.at(at),
        new HourRow(
            at.getLong(4),
            Micro.wattHours(at.getDouble(5)),
            Math.abs(Micro.wattHours(at.getDouble(6))),
            Micro.millis(at.getDouble(7)),
            Micro.milliwatts(powerMax),
            0,
            at.getLong(9),
            at.getInt(10),
            at.getLong(11)),
        powerMax,
        at.getLong(12));
  }
}
