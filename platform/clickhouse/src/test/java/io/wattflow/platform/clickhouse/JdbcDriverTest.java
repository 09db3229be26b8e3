package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official JDBC driver, as Beam's JdbcIO and BI tools use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcDriverTest {
  private static final String[] WRITER = {
    "beta.row_binary_for_simple_insert=true",
    "jdbc_ignore_unsupported_values=true",
    "clickhouse_setting_async_insert=0",
    "compress=false"
  };

  private FrontProcess front;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    front = FrontProcess.start(folder);
    front.query("CREATE DATABASE w");
  }

  @AfterAll
  void stop() {
    front.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress=true", "compress=false", "client.use_http_compression=true"})
  void readsEveryTypeItIsGiven(String compression) throws SQLException {
    try (Connection connection = front.jdbc(compression);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT toUInt64(18446744073709551615) AS big, -5::Int8 AS small, 1.5::Float64 AS real,
                  'it''s' AS text, toDateTime64('2026-01-02 03:04:05.678', 3, 'UTC') AS instant,
                  toDate('2026-01-02') AS day, CAST(NULL AS Nullable(Float64)) AS nothing,
                  toLowCardinality('METER') AS kind, 12.34::Decimal(9, 2) AS money, [1, 2] AS list,
                  true AS flag
                """)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBigDecimal("big")).isEqualTo(new BigDecimal("18446744073709551615"));
      assertThat(row.getByte("small")).isEqualTo((byte) -5);
      assertThat(row.getDouble("real")).isEqualTo(1.5);
      assertThat(row.getString("text")).isEqualTo("it's");
      assertThat(row.getTimestamp("instant").toInstant())
          .isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
      assertThat(row.getObject("day", LocalDate.class)).isEqualTo(LocalDate.of(2026, 1, 2));
      assertThat(row.getObject("nothing")).isNull();
      assertThat(row.wasNull()).isTrue();
      assertThat(row.getString("kind")).isEqualTo("METER");
      assertThat(row.getBigDecimal("money")).isEqualByComparingTo("12.34");
      assertThat(row.getArray("list")).isNotNull();
      assertThat(row.getBoolean("flag")).isTrue();
      assertThat(row.getMetaData().getColumnTypeName(5)).isEqualTo("DateTime64(3, 'UTC')");
      assertThat(row.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress=true", "compress=false"})
  void readsAResultOfManyChunks(String compression) throws SQLException {
    try (Connection connection = front.jdbc(compression);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT number, toString(number) AS s FROM numbers(500000)")) {
      long sum = 0;
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getString(2)).isEqualTo(Long.toString(rows.getLong(1)));
        sum += rows.getLong(1);
        count++;
      }
      assertThat(count).isEqualTo(500_000);
      assertThat(sum).isEqualTo(124_999_750_000L);
    }
  }

  @Test
  void writesBatchesAsBinaryRows() throws SQLException {
    front.query(
        """
        CREATE TABLE w.readings (user_id UInt64, device_id String, device_type LowCardinality(String),
          event_time DateTime64(3, 'UTC'), power_mw Int64, share Float64, counter Nullable(Float64))
        ENGINE = MergeTree ORDER BY (user_id, device_id, event_time)
        """);
    Instant base = Instant.parse("2026-01-01T00:00:00Z");
    try (Connection connection = front.jdbc(WRITER)) {
      connection.setAutoCommit(false);
      insertReadings(connection, base, 0, 1_000);
      long began = System.nanoTime();
      for (int batch = 0; batch < 5; batch++) {
        insertReadings(connection, base, 1_000 + batch * 100_000, 100_000);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("JDBC RowBinary, batches of 100,000: %,.0f rows/s%n", 500_000 / seconds);
      connection.commit();
    }
    assertThat(
            front.query(
                "SELECT count(), uniqExact(event_time), sum(power_mw), countIf(counter IS NULL) FROM w.readings"))
        .isEqualTo("501000\t501000\t" + 501_000L * 500_999 / 2 + "\t250500\n");
  }

  private static void insertReadings(Connection connection, Instant base, int from, int count)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO w.readings VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = from; i < from + count; i++) {
        insert.setLong(1, i % 10);
        insert.setString(2, "device-" + i % 100);
        insert.setString(3, "METER");
        insert.setTimestamp(4, Timestamp.from(base.plusMillis(i)));
        insert.setLong(5, i);
        insert.setDouble(6, i / 3.0);
        insert.setObject(7, i % 2 == 0 ? null : (Double) (i * 1.0));
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(count);
    }
  }

  @Test
  void writesBatchesAsText() throws SQLException {
    front.query("CREATE TABLE w.texts (a UInt32, b String) ENGINE = MergeTree ORDER BY a");
    try (Connection connection = front.jdbc();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO w.texts (a, b) VALUES (?, ?)")) {
      for (int i = 0; i < 10_000; i++) {
        insert.setInt(1, i);
        insert.setString(2, "it's " + i + " \\ FORMAT CSV\n");
        insert.addBatch();
      }
      insert.executeBatch();
      try (PreparedStatement select =
              connection.prepareStatement("SELECT b FROM w.texts WHERE a = ?");
          ResultSet row = select(select, 77)) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("it's 77 \\ FORMAT CSV\n");
      }
    }
    assertThat(front.query("SELECT count(), sum(a) FROM w.texts")).isEqualTo("10000\t49995000\n");
  }

  private static ResultSet select(PreparedStatement statement, int a) throws SQLException {
    statement.setInt(1, a);
    return statement.executeQuery();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress=true", "compress=false"})
  void keepsCodeAndTextOfErrors(String compression) throws SQLException {
    try (Connection connection = front.jdbc(compression);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM w.nothing"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getErrorCode()).isEqualTo(60))
          .hasMessageContaining("UNKNOWN_TABLE")
          .hasMessageContaining("w.nothing");
      try (ResultSet row = statement.executeQuery("SELECT 1")) {
        assertThat(row.next()).isTrue();
      }
    }
  }

  @Test
  void tellsMetadata() throws SQLException {
    front.query(
        "CREATE TABLE w.described (id UInt64, at DateTime('UTC')) ENGINE = MergeTree ORDER BY id");
    try (Connection connection = front.jdbc()) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("ClickHouse");
      assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("26.7");
      List<String> columns = new ArrayList<>();
      try (ResultSet rows = connection.getMetaData().getColumns(null, "w", "described", "%")) {
        while (rows.next()) {
          columns.add(rows.getString("COLUMN_NAME") + " " + rows.getString("TYPE_NAME"));
        }
      }
      assertThat(columns).containsExactly("id UInt64", "at DateTime('UTC')");
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void runsTheUsualTablesOfThisProject() throws SQLException {
    try (Connection connection = front.jdbc();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE w.rollup (user_id UInt64, window_start DateTime('UTC'), power Float64, version UInt64)
          ENGINE = ReplacingMergeTree(version) PARTITION BY toYYYYMM(window_start)
          ORDER BY (user_id, window_start)
          """);
      statement.execute("INSERT INTO w.rollup VALUES (1, '2026-01-01 00:00:00', 5, 2)");
      statement.execute("INSERT INTO w.rollup VALUES (1, '2026-01-01 00:00:00', 4, 1)");
      try (ResultSet row =
          statement.executeQuery("SELECT power, count() OVER () FROM w.rollup FINAL")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getDouble(1)).isEqualTo(5);
        assertThat(row.getInt(2)).isEqualTo(1);
      }
    }
  }
}
