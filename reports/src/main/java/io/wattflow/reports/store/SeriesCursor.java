package io.wattflow.reports.store;

import io.wattflow.reports.compute.Series;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many series, in the order of the series, of which one series at a time is in memory. The
 * first three columns are user, device and type.
 */
public final class SeriesCursor<R> implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final ReportDatabase.RowReader<R> reader;
  private @Nullable Series next;

  private SeriesCursor(
      Connection connection,
      PreparedStatement statement,
      ResultSet rows,
      ReportDatabase.RowReader<R> reader)
      throws SQLException {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.reader = reader;
    advance();
  }

  static <R> SeriesCursor<R> open(
      ReportDatabase database, ReportDatabase.Query query, ReportDatabase.RowReader<R> reader)
      throws SQLException {
    Connection connection = database.connect();
    try {
      PreparedStatement statement = query.prepare(connection);
      return new SeriesCursor<>(connection, statement, statement.executeQuery(), reader);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void advance() throws SQLException {
    next = rows.next() ? new Series(rows.getLong(1), rows.getString(2), rows.getString(3)) : null;
  }

  /** The series of the next rows; null after the last. */
  public @Nullable Series peek() {
    return next;
  }

  /** All rows of the next series. */
  public List<R> take() throws SQLException {
    Series series = Objects.requireNonNull(next, "no more rows");
    List<R> taken = new ArrayList<>();
    while (series.equals(next)) {
      taken.add(reader.read(rows));
      advance();
    }
    return taken;
  }

  /** All rows of a series, empty if it has none; those of series before it are left out. */
  public List<R> takeOf(Series series) throws SQLException {
    while (next != null && next.compareTo(series) < 0) {
      take();
    }
    return series.equals(next) ? take() : List.of();
  }

  @Override
  public void close() throws SQLException {
    try (connection;
        statement) {
      rows.close();
    }
  }
}
