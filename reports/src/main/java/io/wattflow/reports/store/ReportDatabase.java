package io.wattflow.reports.store;

import io.wattflow.sql.ClickHouseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * A database with rollups and reports.
 *
 * @param server with user and password as parameters, if it wants them
 * @param name of the database
 */
public record ReportDatabase(ClickHouseUrl server, String name) {
  private static final int FETCH_SIZE = 10_000;

  /** Reads the row at which a result set stands. */
  interface RowReader<R> {
    R read(ResultSet at) throws SQLException;
  }

  /** Takes rows one by one. */
  interface RowSink<R> {
    void take(R row);
  }

  /** A connection of its own; the caller closes it. */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    // A row that is not there when the command ends is one that the next run does not see.
    properties.setProperty("clickhouse_setting_async_insert", "0");
    return DriverManager.getConnection(server.jdbc(name), properties);
  }

  /** Reads all rows of a query, one by one. */
  <R> void read(Query query, RowReader<R> reader, RowSink<R> sink) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = query.prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        sink.take(reader.read(rows));
      }
    }
  }

  /** A query that a cursor keeps open; the caller closes its parts. */
  static PreparedStatement forward(Connection connection, String sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(FETCH_SIZE);
    return statement;
  }

  /**
   * A query of a file, with its placeholders and parameters.
   *
   * @param sql of the file
   * @param parameters of its question marks, in their order
   */
  record Query(String sql, Object... parameters) {
    /** Of a file beside this class, see {@link SqlFiles}. */
    static Query of(String file, Map<String, String> placeholders, Object... parameters) {
      return new Query(SqlFiles.read(file, placeholders), parameters);
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
      PreparedStatement statement = forward(connection, sql);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    }
  }
}
