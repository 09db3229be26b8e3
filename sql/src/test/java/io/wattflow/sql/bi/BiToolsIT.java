package io.wattflow.sql.bi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.sql.bi.DocumentedView.Column;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What BI tools ask of the official driver: metadata, limits, a reader's rights. Tables and columns
 * are compared with docs/bi.md.
 */
class BiToolsIT {
  @RegisterExtension static final BiDatabase DATABASE = new BiDatabase();

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DATABASE.connect("");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  static List<DocumentedView> views() {
    return DocumentedView.readAll();
  }

  private static List<String> names(List<DocumentedView> views) {
    return views.stream().map(DocumentedView::name).toList();
  }

  @Test
  void thePageListsEveryViewOfTheDatabase() throws SQLException {
    List<String> listed = names(views());
    assertThat(
            DATABASE.answer(
                "SELECT name FROM system.tables WHERE database = 'wattflow' AND engine = 'View'"))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(listed);
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(
            BiDatabase.column(
                metadata.getTables(null, "wattflow", "%", new String[] {"VIEW"}), "TABLE_NAME"))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void tellsDriverSchemasAndTables() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.getDatabaseProductName()).isEqualTo("ClickHouse");
    assertThat(ProjectFile.read(DocumentedView.PAGE))
        .contains("com.clickhouse:clickhouse-jdbc:" + metadata.getDriverVersion());
    assertThat(metadata.getIdentifierQuoteString()).isEqualTo("`");
    assertThat(metadata.isReadOnly()).isFalse();
    assertThat(connection.isReadOnly()).isFalse();
    assertThat(connection.isValid(5)).isTrue();
    assertThat(connection.getSchema()).isEqualTo("wattflow");
    assertThat(BiDatabase.column(metadata.getCatalogs(), "TABLE_CAT")).isEmpty();
    assertThat(BiDatabase.column(metadata.getSchemas(), "TABLE_SCHEM"))
        .contains("wattflow", "system");
    assertThat(BiDatabase.column(metadata.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
    assertThat(
            BiDatabase.column(
                metadata.getTables(null, "wattflow", "%", new String[] {"TABLE"}), "TABLE_NAME"))
        .contains("rollup_1h", "devices", "users")
        .doesNotContainAnyElementsOf(names(views()));
    assertThat(
            BiDatabase.column(
                metadata.getTables(null, "wattflow", "energy\\_1_", null), "TABLE_NAME"))
        .containsExactlyInAnyOrder("energy_1m", "energy_1h", "energy_1d");
  }

  @Test
  void tellsKeysOfTablesAndNoneOfViews() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(
            BiDatabase.column(
                metadata.getPrimaryKeys(null, "wattflow", "rollup_1h"), "COLUMN_NAME"))
        .containsExactlyInAnyOrder("user_id", "device_id", "device_type", "window_start");
    for (DocumentedView view : views()) {
      assertThat(
              BiDatabase.column(
                  metadata.getPrimaryKeys(null, "wattflow", view.name()), "COLUMN_NAME"))
          .isEmpty();
      assertThat(
              BiDatabase.column(
                  metadata.getImportedKeys(null, "wattflow", view.name()), "FKCOLUMN_NAME"))
          .isEmpty();
      assertThat(
              BiDatabase.column(
                  metadata.getIndexInfo(null, "wattflow", view.name(), false, true), "INDEX_NAME"))
          .isEmpty();
    }
  }

  @Test
  void tellsTheTypesThatTheViewsHave() throws SQLException {
    List<String> types = new ArrayList<>();
    try (ResultSet rows = connection.getMetaData().getTypeInfo()) {
      while (rows.next()) {
        types.add(rows.getString("TYPE_NAME") + " " + JDBCType.valueOf(rows.getInt("DATA_TYPE")));
      }
    }
    assertThat(types)
        .contains(
            "UInt64 NUMERIC",
            "UInt32 BIGINT",
            "UInt16 INTEGER",
            "Int64 BIGINT",
            "Float64 DOUBLE",
            "String VARCHAR",
            "Date DATE",
            "DateTime TIMESTAMP",
            "DateTime64 TIMESTAMP",
            "Decimal DECIMAL",
            "Array ARRAY");
  }

  private static String described(DocumentedView view) {
    return view.columns().stream()
        .map(column -> column.name() + " " + column.type() + " " + column.jdbc())
        .collect(Collectors.joining("\n"));
  }

  private static String described(ResultSetMetaData metadata) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (int column = 1; column <= metadata.getColumnCount(); column++) {
      lines.add(
          metadata.getColumnLabel(column)
              + " "
              + metadata.getColumnTypeName(column)
              + " "
              + JDBCType.valueOf(metadata.getColumnType(column)));
    }
    return String.join("\n", lines);
  }

  @ParameterizedTest
  @MethodSource("views")
  void columnsAreThoseOfThePage(DocumentedView view) throws SQLException {
    List<String> lines = new ArrayList<>();
    List<String> nullable = new ArrayList<>();
    try (ResultSet rows = connection.getMetaData().getColumns(null, "wattflow", view.name(), "%")) {
      while (rows.next()) {
        String name = rows.getString("COLUMN_NAME");
        lines.add(
            name
                + " "
                + rows.getString("TYPE_NAME")
                + " "
                + JDBCType.valueOf(rows.getInt("DATA_TYPE")));
        if (rows.getInt("NULLABLE") == DatabaseMetaData.columnNullable) {
          nullable.add(String.valueOf(name));
        }
        assertThat(rows.getInt("ORDINAL_POSITION")).isEqualTo(lines.size());
      }
    }
    assertThat(String.join("\n", lines)).isEqualTo(described(view));
    assertThat(nullable)
        .isEqualTo(view.columns().stream().filter(Column::nullable).map(Column::name).toList());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + view.name())) {
      assertThat(described(rows.getMetaData())).isEqualTo(described(view));
    }
    try (PreparedStatement prepared =
        connection.prepareStatement("SELECT * FROM " + view.name() + " WHERE user_id = ?")) {
      assertThat(prepared.getParameterMetaData().getParameterCount()).isEqualTo(1);
      assertThat(described(prepared.getMetaData())).isEqualTo(described(view));
      prepared.setLong(1, 1042);
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(described(rows.getMetaData())).isEqualTo(described(view));
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void keysTellRowsApart(DocumentedView view) throws SQLException {
    String key = String.join(", ", view.key());
    List<String> rows = DATABASE.answer("SELECT count() FROM " + view.name());
    assertThat(rows).isNotEqualTo(List.of("0"));
    assertThat(
            DATABASE.answer(
                "SELECT count() FROM (SELECT DISTINCT %s FROM %s)".formatted(key, view.name())))
        .isEqualTo(rows);
  }

  @Test
  void keepsTheLimitsOfAStatement() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(2);
      statement.setFetchSize(1000);
      statement.setQueryTimeout(30);
      assertThat(statement.getMaxRows()).isEqualTo(2);
      assertThat(statement.getFetchSize()).isEqualTo(1000);
      assertThat(statement.getQueryTimeout()).isEqualTo(30);
      assertThat(
              BiDatabase.column(statement.executeQuery("SELECT user_id FROM energy_1h"), "user_id"))
          .hasSize(2);
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(
              () ->
                  statement.executeQuery(
                      "SELECT sleepEachRow(0.5) FROM numbers(20) SETTINGS max_block_size = 1"))
          .isInstanceOf(SQLTimeoutException.class);
    }
  }

  /** A reader with {@code readonly = 1} has to be allowed to change no other one. */
  @Test
  void theDriverSetsTheTimeoutAndNothingElse() throws Exception {
    // The bundled engine's front marks statements with log_comment, to find them again.
    String changed =
        "SELECT name || '=' || value FROM system.settings WHERE changed AND name != 'log_comment'";
    URI question = URI.create(DATABASE.url()).resolve("/?database=wattflow");
    List<String> plain =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(question)
                    .POST(HttpRequest.BodyPublishers.ofString(changed))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body()
            .lines()
            .toList();
    connection.setReadOnly(true);
    try (PreparedStatement statement = connection.prepareStatement(changed)) {
      statement.setMaxRows(1000);
      statement.setFetchSize(1000);
      statement.setQueryTimeout(77);
      List<String> driven = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          driven.add(String.valueOf(rows.getString(1)));
        }
      }
      driven.removeAll(plain);
      assertThat(driven).containsExactly("max_execution_time=77");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aReaderSeesEveryViewAndWritesNothing(int readonly) throws SQLException {
    try (Connection reader = DATABASE.connect("?clickhouse_setting_readonly=" + readonly);
        Statement statement = reader.createStatement()) {
      for (DocumentedView view : views()) {
        assertThat(
                BiDatabase.column(
                    statement.executeQuery("SELECT device_id FROM " + view.name()), "device_id"))
            .contains("meter-1");
      }
      for (String write :
          List.of(
              "INSERT INTO users VALUES (8, 'UTC', '', now64(3), 1)",
              "ALTER TABLE users DELETE WHERE user_id = 7",
              "DROP VIEW energy_1h")) {
        assertThatThrownBy(() -> statement.execute(write))
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getErrorCode()).isEqualTo(164))
            .hasMessageContaining("READONLY");
      }
    }
  }

  @Test
  void autoCommitIsSwitchedOffInPretenceOnly() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    assertThatThrownBy(() -> connection.setAutoCommit(false))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    try (Connection lenient = DATABASE.connect("?jdbc_ignore_unsupported_values=true")) {
      lenient.setAutoCommit(false);
      lenient.commit();
      assertThat(lenient.isValid(5)).isTrue();
    }
    assertThatThrownBy(() -> DATABASE.connect("?no_such_option=1"))
        .isInstanceOf(SQLException.class);
  }
}
