package io.wattflow.sql;

import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real engine for the tests of a class, in a folder of its own, and SQL on it. */
public class EngineExtension implements BeforeAllCallback, AfterAllCallback {
  private @Nullable ClickHouseEngine engine;
  private @Nullable Path folder;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("wattflow-sql");
    engine = ClickHouseEngine.start(PlatformConfig.small(folder));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (engine != null) {
      engine.close();
    }
    if (folder != null) {
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(EngineExtension::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it answers. */
  public final String url() {
    if (engine == null) {
      throw new IllegalStateException("the engine is not running");
    }
    return engine.url().toString();
  }

  final Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(ClickHouseUrl.parse(url()).jdbc(database));
  }

  /** Runs a statement in a database. */
  public final void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows, with {@code |} between columns and {@code NULL} for null. */
  public final List<String> query(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          String value = rows.getString(column);
          values.add(value == null ? "NULL" : value);
        }
        lines.add(String.join("|", values));
      }
      return lines;
    }
  }
}
