package io.wattflow.services.analytics.answers;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks with parameters, and reads rows. */
final class Rows {

  /** Reads the row at which a result set stands. */
  @FunctionalInterface
  interface Reader<R> {
    R read(ResultSet at) throws SQLException;
  }

  /** Reads all of a result set, which stands before its first row. */
  @FunctionalInterface
  interface Whole<R> {
    R read(ResultSet rows) throws SQLException;
  }

  private Rows() {}

  /** A user id as a parameter: the driver takes a long for signed. */
  static BigInteger unsigned(long userId) {
    return new BigInteger(Long.toUnsignedString(userId));
  }

  /** All rows of a question. */
  static <R> List<R> list(Connection connection, String sql, Reader<R> reader, Object... parameters)
      throws SQLException {
    return whole(
        connection,
        sql,
        rows -> {
          List<R> list = new ArrayList<>();
          while (rows.next()) {
            list.add(reader.read(rows));
          }
          return list;
        },
        parameters);
  }

  /** What is made of the rows of a question. */
  static <R> R whole(Connection connection, String sql, Whole<R> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return reader.read(rows);
      }
    }
  }
}
