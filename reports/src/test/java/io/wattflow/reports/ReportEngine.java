package io.wattflow.reports;

import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import io.wattflow.sql.Retention;
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
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real engine with migrated databases, in a folder of its own. */
final class ReportEngine implements BeforeAllCallback, AfterAllCallback {
  private @Nullable ClickHouseEngine engine;
  private @Nullable Path folder;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("wattflow-reports");
    engine = ClickHouseEngine.start(PlatformConfig.small(folder));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (engine != null) {
      engine.close();
    }
    if (folder != null) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(ReportEngine::delete);
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

  /** A new database, of which nothing expires: the instants of these tests are fixed. */
  ReportDatabase create(String name) {
    Migrations.apply(
        url(),
        name,
        new MigrationOptions(
            Retention.FOREVER,
            Retention.FOREVER,
            Retention.FOREVER,
            Retention.FOREVER,
            Retention.FOREVER));
    return new ReportDatabase(ClickHouseUrl.parse(url()), name);
  }

  String url() {
    if (engine == null) {
      throw new IllegalStateException("the engine is not running");
    }
    return engine.url().toString();
  }

  private Connection connect(ReportDatabase database) throws SQLException {
    return DriverManager.getConnection(database.server().jdbc(database.name()));
  }

  void execute(ReportDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows, with {@code |} between columns and {@code NULL} for null. */
  List<String> query(ReportDatabase database, String sql) throws SQLException {
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
