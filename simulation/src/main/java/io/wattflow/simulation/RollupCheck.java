package io.wattflow.simulation;

import io.wattflow.simulation.MergeCompare.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what ClickHouse answers over JDBC with what the model expects: all rows, all columns,
 * doubles bit by bit. Both sides are read as streams in the order of the key.
 */
public final class RollupCheck {
  private static final int FETCH_SIZE = 10_000;

  private static final String KEY = "user_id, device_id, device_type";

  /** Key columns first; integers wide enough for every driver, instants as ms. */
  private static final String ROLLUP_SELECT =
      """
      SELECT reinterpretAsInt64(user_id), device_id, toString(device_type),
        toInt64(toUnixTimestamp(window_start)) * 1000, toInt64(reading_count),
        power_min, power_max, power_mean, power_time_weighted_mean, power_first, power_last,
        power_p50, power_p95, toUnixTimestamp64Milli(last_event_time), energy_wh,
        energy_estimated_wh, counter_energy_wh, power_factor_mean, covered_seconds,
        toInt32(quality), reinterpretAsInt64(version)
      FROM %s FINAL ORDER BY %s, window_start""";

  private static final String TELEMETRY_SELECT =
      """
      SELECT reinterpretAsInt64(user_id), device_id, toString(device_type),
        toUnixTimestamp64Milli(event_time), sequence, power_mw, toInt32(power_factor),
        energy_counter_mwh, voltage_mv
      FROM %s FINAL
      ORDER BY %s, event_time, sequence, power_mw, power_factor, energy_counter_mwh""";

  private static final List<Column<ExpectedRow>> ROLLUP_COLUMNS =
      List.of(
          new Column<>("reading_count", ExpectedRow::readingCount),
          new Column<>("power_min", ExpectedRow::powerMin),
          new Column<>("power_max", ExpectedRow::powerMax),
          new Column<>("power_mean", ExpectedRow::powerMean),
          new Column<>("power_time_weighted_mean", ExpectedRow::powerTimeWeightedMean),
          new Column<>("power_first", ExpectedRow::powerFirst),
          new Column<>("power_last", ExpectedRow::powerLast),
          new Column<>("power_p50", ExpectedRow::powerP50),
          new Column<>("power_p95", ExpectedRow::powerP95),
          new Column<>("last_event_time", ExpectedRow::lastEventTimeMillis),
          new Column<>("energy_wh", ExpectedRow::energyWh),
          new Column<>("energy_estimated_wh", ExpectedRow::energyEstimatedWh),
          new Column<>("counter_energy_wh", ExpectedRow::counterEnergyWh),
          new Column<>("power_factor_mean", ExpectedRow::powerFactorMean),
          new Column<>("covered_seconds", ExpectedRow::coveredSeconds),
          new Column<>("quality", ExpectedRow::quality),
          new Column<>("version", ExpectedRow::version));

  private static final Comparator<ExpectedRow> ROLLUP_ORDER =
      Comparator.comparing(ExpectedRow::series).thenComparingLong(ExpectedRow::windowStartMillis);

  private static final Comparator<TrueReading> TELEMETRY_ORDER =
      Comparator.comparing(RollupCheck::seriesOf).thenComparing(Fact::of);

  private final Connection connection;
  private final String database;
  private final int maxExamples;

  /**
   * @param connection stays the caller's, who closes it
   * @param database a plain identifier
   * @param maxExamples how many differences a result describes at most
   */
  public RollupCheck(Connection connection, String database, int maxExamples) {
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("not a plain database name: " + database);
    }
    this.connection = connection;
    this.database = database;
    this.maxExamples = maxExamples;
  }

  /** Compares a rollup table with the model's rows of that window. */
  public CheckResult rollup(NaiveModel model, RollupWindow window) throws SQLException {
    return compareRollup(window.table(), model.rows(window));
  }

  /** Compares {@code telemetry} with the model's distinct readings. */
  public CheckResult telemetry(NaiveModel model) throws SQLException {
    String sql = TELEMETRY_SELECT.formatted(database + ".telemetry", KEY);
    MergeCompare<TrueReading> compare =
        new MergeCompare<>(
            RollupCheck::seriesOf,
            TrueReading::eventTimeMillis,
            TELEMETRY_ORDER,
            List.of(new Column<>("voltage_mv", TrueReading::voltageMillivolts)),
            maxExamples);
    return query(
        sql, rows -> compare.compare("telemetry", rows, model.telemetry()), RollupCheck::reading);
  }

  private CheckResult compareRollup(String table, Iterator<ExpectedRow> expected)
      throws SQLException {
    String sql = ROLLUP_SELECT.formatted(database + "." + table, KEY);
    MergeCompare<ExpectedRow> compare =
        new MergeCompare<>(
            ExpectedRow::series,
            ExpectedRow::windowStartMillis,
            ROLLUP_ORDER,
            ROLLUP_COLUMNS,
            maxExamples);
    return query(sql, rows -> compare.compare(table, rows, expected), RollupCheck::row);
  }

  private interface Comparison<R> {
    CheckResult of(Iterator<R> stored);
  }

  private interface RowReader<R> {
    R read(ResultSet at) throws SQLException;
  }

  private <R> CheckResult query(String sql, Comparison<R> comparison, RowReader<R> reader)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery()) {
        return comparison.of(new Rows<>(rows, reader));
      } catch (RowsFailedException e) {
        throw e.sqlException();
      }
    }
  }

  private static Series seriesOf(TrueReading reading) {
    return new Series(reading.userId(), reading.deviceId(), reading.deviceType());
  }

  private static TrueReading reading(ResultSet at) throws SQLException {
    return new TrueReading(
        at.getLong(1),
        at.getString(2),
        at.getString(3),
        at.getLong(4),
        at.getLong(5),
        at.getLong(6),
        at.getInt(7),
        at.getLong(8),
        at.getInt(9));
  }

  private static ExpectedRow row(ResultSet at) throws SQLException {
    return new ExpectedRow(
        new Series(at.getLong(1), at.getString(2), at.getString(3)),
        at.getLong(4),
        at.getLong(5),
        at.getDouble(6),
        at.getDouble(7),
        at.getDouble(8),
        at.getDouble(9),
        at.getDouble(10),
        at.getDouble(11),
        at.getDouble(12),
        at.getDouble(13),
        at.getLong(14),
        at.getDouble(15),
        at.getDouble(16),
        nullableDouble(at, 17),
        nullableDouble(at, 18),
        at.getDouble(19),
        at.getInt(20),
        at.getLong(21));
  }

  private static @Nullable Double nullableDouble(ResultSet at, int column) throws SQLException {
    double value = at.getDouble(column);
    return at.wasNull() ? null : value;
  }

  /** Carries a failure of the driver through an iterator. */
  private static final class RowsFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowsFailedException(SQLException cause) {
      super(cause);
    }

    SQLException sqlException() {
      return (SQLException) Objects.requireNonNull(getCause());
    }
  }

  /** A result set as an iterator. */
  private static final class Rows<R> implements Iterator<R> {
    private final ResultSet rows;
    private final RowReader<R> reader;
    private @Nullable R next;

    Rows(ResultSet rows, RowReader<R> reader) {
      this.rows = rows;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      try {
        if (next == null && rows.next()) {
          next = reader.read(rows);
        }
        return next != null;
      } catch (SQLException e) {
        throw new RowsFailedException(e);
      }
    }

    @Override
    public R next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more rows");
      }
      R row = Objects.requireNonNull(next);
      next = null;
      return row;
    }
  }
}
