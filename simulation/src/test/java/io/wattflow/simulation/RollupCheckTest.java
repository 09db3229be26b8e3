package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison on real tables: what is right agrees, and every single wrong thing is found. */
class RollupCheckTest {
  private static final String DB = "check_test";

  @Test
  void findsEveryDifferenceAndNoOther(@TempDir Path folder) throws SQLException {
    // Within the retention of raw readings; the comparison does not depend on it otherwise.
    Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    Fleet fleet = Fleet.household(21, 100, end, Duration.ofMinutes(10));
    NaiveModel model =
        NaiveModel.of(TelemetryScript.of(21, Faults.demo(), fleet), ModelSettings.defaults());

    try (ClickHouseEngine engine = ClickHouseEngine.start(PlatformConfig.small(folder))) {
      String url = engine.url().toString();
      Migrations.apply(url, DB, MigrationOptions.defaults());
      try (Connection connection = DriverManager.getConnection(ClickHouseUrl.parse(url).jdbc(DB))) {
        RollupCheck check = new RollupCheck(connection, DB, 20);
        assertMissing(check, model);
        fill(connection, model);
        // Once more: repeats must not matter.
        fill(connection, model);
        assertAgreement(check, model);
        assertDifferencesAreFound(connection, check, model);
      }
    }
  }

  private static void assertMissing(RollupCheck check, NaiveModel model) throws SQLException {
    CheckResult result = check.telemetry(model);
    assertThat(result.missing()).isEqualTo(model.distinctReadings());
    assertThat(result.compared()).isZero();
    assertThat(result.examples()).hasSize(20);
  }

  private static void assertAgreement(RollupCheck check, NaiveModel model) throws SQLException {
    for (RollupWindow window : RollupWindow.values()) {
      CheckResult result = check.rollup(model, window);
      assertThat(result.agrees()).as(result.toString()).isTrue();
      assertThat(result.compared()).isGreaterThanOrEqualTo(100);
    }
    CheckResult raw = check.telemetry(model);
    assertThat(raw.agrees()).as(raw.toString()).isTrue();
    assertThat(raw.compared()).isEqualTo(model.distinctReadings()).isGreaterThan(5_000);
  }

  private static void assertDifferencesAreFound(
      Connection connection, RollupCheck check, NaiveModel model) throws SQLException {
    ExpectedRow victim = model.rows(RollupWindow.ONE_HOUR).next();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO rollup_1h SELECT * REPLACE (reinterpretAsFloat64(reinterpretAsUInt64("
              + "energy_wh) + 1) AS energy_wh, NULL AS power_factor_mean, version + 1 AS version)"
              + " FROM rollup_1h FINAL WHERE device_id = '%s' AND device_type = '%s' AND user_id = %d"
                  .formatted(
                      victim.series().deviceId(),
                      victim.series().deviceType(),
                      victim.series().userId()));
      statement.execute(
          "INSERT INTO rollup_1d SELECT * REPLACE ('ghost' AS device_id) FROM rollup_1d LIMIT 1");
      statement.execute("TRUNCATE TABLE rollup_1m");
    }
    CheckResult hour = check.rollup(model, RollupWindow.ONE_HOUR);
    assertThat(hour.agrees()).isFalse();
    assertThat(hour.differing()).isEqualTo(1);
    assertThat(hour.missing() + hour.unexpected()).isZero();
    assertThat(hour.examples())
        .anyMatch(
            example ->
                example.contains(victim.series().deviceId())
                    && example.contains(
                        "energy_wh: stored %s, expected %s"
                            .formatted(oneBitMore(victim.energyWh()), victim.energyWh())))
        .anyMatch(example -> example.contains("version"));

    CheckResult day = check.rollup(model, RollupWindow.ONE_DAY);
    assertThat(day.unexpected()).isEqualTo(1);
    assertThat(day.differing() + day.missing()).isZero();
    assertThat(day.examples()).hasSize(1).first().asString().contains("ghost");

    CheckResult minute = check.rollup(model, RollupWindow.ONE_MINUTE);
    assertThat(minute.compared()).isZero();
    assertThat(minute.missing()).isGreaterThan(900);

    RollupCheck elsewhere = new RollupCheck(connection, "no_such_database", 1);
    assertThatThrownBy(() -> elsewhere.telemetry(model)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> new RollupCheck(connection, "a.b", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double oneBitMore(double value) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) + 1);
  }

  private static void fill(Connection connection, NaiveModel model) throws SQLException {
    for (RollupWindow window : RollupWindow.values()) {
      fillRollup(connection, window.table(), model.rows(window));
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO telemetry VALUES"
                + " (?, ?, ?, fromUnixTimestamp64Milli(?, 'UTC'), ?, ?, ?, ?, ?)")) {
      Iterator<TrueReading> readings = model.telemetry();
      while (readings.hasNext()) {
        TrueReading reading = readings.next();
        bind(
            insert,
            reading.userId(),
            reading.deviceId(),
            reading.deviceType(),
            reading.eventTimeMillis(),
            reading.sequence(),
            reading.powerMilliwatts(),
            reading.powerFactor(),
            reading.energyCounterMilliwattHours(),
            reading.voltageMillivolts());
      }
      insert.executeBatch();
    }
  }

  private static void fillRollup(Connection connection, String table, Iterator<ExpectedRow> rows)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " VALUES (?, ?, ?, fromUnixTimestamp(?), ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, fromUnixTimestamp64Milli(?, 'UTC'), ?, ?, ?, ?, ?, ?, ?)")) {
      while (rows.hasNext()) {
        ExpectedRow row = rows.next();
        bind(
            insert,
            row.series().userId(),
            row.series().deviceId(),
            row.series().deviceType(),
            row.windowStartMillis() / 1000,
            row.readingCount(),
            row.powerMin(),
            row.powerMax(),
            row.powerMean(),
            row.powerTimeWeightedMean(),
            row.powerFirst(),
            row.powerLast(),
            row.powerP50(),
            row.powerP95(),
            row.lastEventTimeMillis(),
            row.energyWh(),
            row.energyEstimatedWh(),
            row.counterEnergyWh(),
            row.powerFactorMean(),
            row.coveredSeconds(),
            row.quality(),
            row.version());
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
    insert.addBatch();
  }
}
