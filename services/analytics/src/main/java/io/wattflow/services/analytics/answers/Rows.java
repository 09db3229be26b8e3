package io.wattflow.services.analytics.answers;

import io.wattflow.sql.Queries;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * All rows of a question about several users, whose ids are its first column.
   *
   * @param name of the question; it has {@code ${users}} in one place or more
   * @param behind the parameters that follow each of these places
   */
  static <R> Map<Long, List<R>> ofUsers(
      Connection connection,
      String name,
      List<Long> users,
      Reader<R> reader,
      List<List<Object>> behind)
      throws SQLException {
    // A power of two, filled up with the last one, so that there are few texts.
    int places = users.size() == 1 ? 1 : Integer.highestOneBit(users.size() - 1) << 1;
    List<Object> parameters = new ArrayList<>();
    for (List<Object> others : behind) {
      for (int i = 0; i < places; i++) {
        parameters.add(unsigned(users.get(Math.min(i, users.size() - 1))));
      }
      parameters.addAll(others);
    }
    String marks = String.join(", ", Collections.nCopies(places, "?"));
    return whole(
        connection,
        Queries.read(name, Map.of("users", marks)),
        rows -> {
          Map<Long, List<R>> found = new HashMap<>();
          while (rows.next()) {
            found
                .computeIfAbsent(rows.getLong(1), user -> new ArrayList<>())
                .add(reader.read(rows));
          }
          return found;
        },
        parameters.toArray());
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
