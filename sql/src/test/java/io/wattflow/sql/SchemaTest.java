package io.wattflow.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the migrated tables and views are and answer, on a real engine. */
class SchemaTest {
  private static final String DB = "schema_test";
  private static final List<String> ROLLUP_COLUMNS =
      List.of(
          "user_id|UInt64",
          "device_id|String",
          "device_type|LowCardinality(String)",
          "window_start|DateTime('UTC')",
          "reading_count|UInt32",
          "power_min|Float64",
          "power_max|Float64",
          "power_mean|Float64",
          "power_time_weighted_mean|Float64",
          "power_first|Float64",
          "power_last|Float64",
          "power_p50|Float64",
          "power_p95|Float64",
          "last_event_time|DateTime64(3, 'UTC')",
          "energy_wh|Float64",
          "energy_estimated_wh|Float64",
          "counter_energy_wh|Nullable(Float64)",
          "power_factor_mean|Nullable(Float64)",
          "covered_seconds|Float64",
          "quality|UInt8",
          "version|UInt64");

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  @BeforeAll
  static void migrate() {
    Migrations.apply(ENGINE.url(), DB, MigrationOptions.keepingAll());
  }

  private static List<String> columns(String table) throws SQLException {
    return ENGINE.query(
        DB,
        "SELECT name, type FROM system.columns WHERE database = '%s' AND table = '%s'"
                .formatted(DB, table)
            + " ORDER BY position");
  }

  private static String keys(String table) throws SQLException {
    return ENGINE
        .query(
            DB,
            "SELECT partition_key, sorting_key, extract(engine_full, '^[^ ]+') FROM system.tables"
                + " WHERE database = '%s' AND name = '%s'".formatted(DB, table))
        .get(0);
  }

  @Test
  void telemetryHasTheColumnsOfTheWritersInTheirOrder() throws SQLException {
    assertThat(columns("telemetry"))
        .containsExactly(
            "user_id|UInt64",
            "device_id|String",
            "device_type|LowCardinality(String)",
            "event_time|DateTime64(3, 'UTC')",
            "sequence|Int64",
            "power_mw|Int64",
            "power_factor|Int16",
            "energy_counter_mwh|Int64",
            "voltage_mv|Int32");
    assertThat(keys("telemetry"))
        .isEqualTo(
            "toYYYYMMDD(event_time)|user_id, device_id, device_type, event_time, sequence, power_mw,"
                + " power_factor, energy_counter_mwh|ReplacingMergeTree");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollup_1m", "rollup_5m", "rollup_1h", "rollup_1d"})
  void rollupsHaveTheColumnsOfTheWritersInTheirOrder(String table) throws SQLException {
    assertThat(columns(table)).isEqualTo(ROLLUP_COLUMNS);
    String partition = table.equals("rollup_1d") ? "toYear" : "toYYYYMM";
    assertThat(keys(table))
        .isEqualTo(
            partition
                + "(window_start)|user_id, device_id, device_type, window_start"
                + "|ReplacingMergeTree(version)");
  }

  private static List<String> definitions(String table) throws SQLException {
    return ENGINE.query(
        DB,
        "SELECT name, type, default_kind, default_expression, comment, compression_codec FROM"
            + " system.columns WHERE database = '%s' AND table = '%s' ORDER BY position"
                .formatted(DB, table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report_monthly", "report_yearly"})
  void reportsOfAllPeriodsHaveTheSameColumns(String table) throws SQLException {
    assertThat(definitions(table)).isNotEmpty().isEqualTo(definitions("report_daily"));
    assertThat(keys(table)).isEqualTo(keys("report_daily"));
  }

  @Test
  void textsWithSemicolonsArriveWhole() throws SQLException {
    assertThat(
            ENGINE.query(
                DB,
                "SELECT comment FROM system.columns WHERE database = '%s'".formatted(DB)
                    + " AND table = 'telemetry' AND name = 'sequence'"))
        .containsExactly("number of the report; -1: absent");
  }

  @Test
  void readingsShowEachDistinctReadingOnceWithNulls() throws SQLException {
    String bare = "(1, 'r', 'METER', '2026-03-01 12:00:00.250', -1, -1500, -32768, -1, -1)";
    String full = "(1, 'r', 'METER', '2026-03-01 12:00:10.000', 7, 230500, 9850, 1234567, 230100)";
    for (String row : List.of(bare, full, bare, full)) {
      ENGINE.execute(DB, "INSERT INTO telemetry VALUES " + row);
    }
    assertThat(
            ENGINE.query(
                DB,
                "SELECT user_id, device_id, device_type, toString(event_time), sequence, power_watts,"
                    + " power_factor, energy_counter_wh, voltage_volts FROM readings"
                    + " WHERE device_id = 'r' ORDER BY event_time"))
        .containsExactly(
            "1|r|METER|2026-03-01 12:00:00.250|NULL|-1.5|NULL|NULL|NULL",
            "1|r|METER|2026-03-01 12:00:10.000|7|230.5|0.985|1234.567|230.1");
    assertThat(
            ENGINE.query(
                DB,
                "SELECT DISTINCT toTypeName(sequence), toTypeName(power_watts),"
                    + " toTypeName(power_factor), toTypeName(energy_counter_wh),"
                    + " toTypeName(voltage_volts) FROM readings"))
        .containsExactly(
            "Nullable(Int64)|Float64|Nullable(Float64)|Nullable(Float64)|Nullable(Float64)");
  }

  @Test
  void readingsKeepSeveralPayloadsOfAnInstant() throws SQLException {
    ENGINE.execute(
        DB,
        "INSERT INTO telemetry VALUES"
            + " (1, 'c', 'METER', '2026-03-01 12:00:00.000', 1, 1000, -32768, -1, -1),"
            + " (1, 'c', 'METER', '2026-03-01 12:00:00.000', 2, 1000, -32768, -1, -1)");
    assertThat(ENGINE.query(DB, "SELECT sequence FROM readings WHERE device_id = 'c' ORDER BY 1"))
        .containsExactly("1", "2");
  }

  private static void insert(String table, String device, double energy, int quality, long version)
      throws SQLException {
    ENGINE.execute(
        DB,
        """
        INSERT INTO %s VALUES (1, '%s', 'METER', '2026-03-01 00:00:00', 6, 1, 2, 1.5, 1.25, 1, 2,
          1.5, 2, '2026-03-01 00:00:55.000', %s, 0, NULL, 0.5, 30, %d, %d)"""
            .formatted(table, device, energy, quality, version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1m", "5m", "1h", "1d"})
  void energyShowsTheFullestVersionInWhateverOrderTheyCame(String window) throws SQLException {
    insert("rollup_" + window, "up", 1, 0, 5);
    insert("rollup_" + window, "up", 2, 1 | 2 | 32, 6);
    insert("rollup_" + window, "down", 2, 4 | 8 | 16, (1L << 40) | 1);
    insert("rollup_" + window, "down", 1, 0, 6);
    double seconds =
        switch (window) {
          case "1m" -> 60;
          case "5m" -> 300;
          case "1h" -> 3600;
          default -> 86_400;
        };
    String end =
        switch (window) {
          case "1m" -> "2026-03-01 00:01:00";
          case "5m" -> "2026-03-01 00:05:00";
          case "1h" -> "2026-03-01 01:00:00";
          default -> "2026-03-02 00:00:00";
        };
    assertThat(
            ENGINE.query(
                DB,
                "SELECT device_id, energy_wh, coverage = 30 / %s, toString(window_end),"
                        .formatted(seconds)
                    + " arrayStringConcat(quality_flags, ' '), counter_energy_wh, power_factor_mean"
                    + " FROM energy_%s ORDER BY device_id".formatted(window)))
        .containsExactly(
            "down|2.0|1|" + end + "|RESET ROLLOVER METER_SWAP|NULL|0.5",
            "up|2.0|1|" + end + "|ESTIMATED GAP CONFLICT|NULL|0.5");
  }

  @Test
  void hourlyAvgHasBothMeans() throws SQLException {
    insert("rollup_1h", "avg", 1, 0, 5);
    insert("rollup_1h", "avg", 2, 0, 6);
    assertThat(
            ENGINE.query(
                DB,
                "SELECT user_id, device_type, toString(hour), mean_power_watts,"
                    + " time_weighted_mean_power_watts, reading_count, coverage = 30 / 3600"
                    + " FROM hourly_avg WHERE device_id = 'avg'"))
        .containsExactly("1|METER|2026-03-01 00:00:00|1.5|1.25|6|1");
  }

  @Test
  void devicesKeepTheLatestVersion() throws SQLException {
    String row = "INSERT INTO devices VALUES (1, 'd', 'METER', %s, 10, '%s', now64(3), %d)";
    ENGINE.execute(DB, row.formatted("NULL", "Europe/Berlin", 2));
    ENGINE.execute(DB, row.formatted("5000", "Asia/Kathmandu", 1));
    assertThat(ENGINE.query(DB, "SELECT time_zone, rated_power_watts FROM devices FINAL"))
        .containsExactly("Europe/Berlin|NULL");
  }

  @Test
  void aQuestionForOneUserReadsOnePartitionAndUsesThePrimaryKeyThroughTheView()
      throws SQLException {
    ENGINE.execute(
        DB,
        "INSERT INTO telemetry SELECT number % 50, 'x', 'PLUG', toDateTime64('2026-04-01', 3, 'UTC')"
            + " + number, -1, 1, -32768, -1, -1 FROM numbers(200000)");
    String plan =
        String.join(
            "\n",
            ENGINE.query(
                DB,
                "EXPLAIN indexes = 1 SELECT count() FROM readings WHERE user_id = 7 AND event_time >="
                    + " '2026-04-02 00:00:00' AND event_time < '2026-04-02 01:00:00'"));
    assertThat(plan).containsPattern("Parts: 1/[2-9]").containsPattern("user_id in \\[7, 7\\]");
  }
}
