package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.Micro;
import io.wattflow.reports.compute.MinuteRow;
import io.wattflow.services.analytics.answers.MinutesOfHour.Minute;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The minutes of households in one hour, series by series, each series by time.
 *
 * @param hour its start, in s since the epoch
 */
record MinutesOfHour(long hour) implements SharedQuestion<List<Minute>> {

  /** A minute of a series. */
  record Minute(SeriesName series, MinuteRow row) {}

  @Override
  public Map<Long, List<Minute>> ask(Connection connection, List<Long> users) throws SQLException {
    return Rows.ofUsers(
        connection,
        "minutes_of_hour",
        users,
        MinutesOfHour::minute,
        List.of(List.<Object>of(hour, hour + Spans.HOUR)));
  }

  /** Powers beside those at the edges are not asked for: nobody sees them here. */
  private static Minute minute(ResultSet at) throws SQLException {
    return new Minute(
        SeriesName.at(at),
        new MinuteRow(
            at.getLong(4),
            Micro.wattHours(at.getDouble(5)),
            Math.abs(Micro.wattHours(at.getDouble(6))),
            Micro.millis(at.getDouble(7)),
            0,
            0,
            Micro.milliwatts(at.getDouble(8)),
            Micro.milliwatts(at.getDouble(9)),
            at.getLong(10),
            at.getLong(11),
            at.getLong(12)));
  }
}
