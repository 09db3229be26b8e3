package io.wattflow.sql.bi;

import io.wattflow.sql.EngineExtension;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real engine with the migrated database and rows behind every view. */
final class BiDatabase extends EngineExtension {
  /** The name that the pages use. */
  static final String NAME = "wattflow";

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    super.beforeAll(context);
    Migrations.apply(url(), NAME, MigrationOptions.keepingAll());
    try (InputStream rows =
            Objects.requireNonNull(BiDatabase.class.getResourceAsStream("rows.sql"));
        Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      String script = new String(rows.readAllBytes(), StandardCharsets.UTF_8);
      for (String insert : SqlStatements.ofScript(script)) {
        statement.execute(insert);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("inserting the rows failed", e);
    }
  }

  /**
   * As a tool connects: by the URL alone.
   *
   * @param parameters empty, or beginning with a question mark
   */
  Connection connect(String parameters) throws SQLException {
    return DriverManager.getConnection(
        url().replaceFirst("^http", "jdbc:clickhouse:http").replaceFirst("/$", "")
            + "/"
            + NAME
            + parameters);
  }

  /** The rows of a query of a tool, with {@code |} between columns and {@code NULL} for null. */
  List<String> answer(String sql) throws SQLException {
    return query(NAME, sql);
  }

  /** The answers of one column of a metadata call. */
  static List<String> column(ResultSet rows, String name) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(name)));
      }
      return values;
    }
  }
}
