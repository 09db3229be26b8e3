package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a load's households is what the views take for complete windows. */
class HistoryIT {
  private static final String DATABASE = "history";

  @Test
  void everyDeviceHasCompleteWindowsUpToNow(@TempDir Path folder) throws Exception {
    Instant now = Instant.now();
    Workload workload = Workload.steady(1, 60, 60, now, Duration.ofDays(1), Duration.ofMinutes(1));
    List<Household> households = Household.of(workload, 3);
    int devices = households.stream().mapToInt(user -> user.types().size()).sum();
    try (ClickHouseEngine engine = ClickHouseEngine.start(PlatformConfig.small(folder))) {
      String url = engine.url().toString();
      Migrations.apply(url, DATABASE, MigrationOptions.defaults());
      try (Connection connection =
              DriverManager.getConnection(ClickHouseUrl.parse(url).jdbc(DATABASE));
          Statement statement = connection.createStatement()) {
        History.write(connection, households, 1, now);

        assertThat(number(statement, "count() FROM users")).isEqualTo(3);
        assertThat(number(statement, "count() FROM devices")).isEqualTo(devices);
        assertThat(number(statement, "count() FROM energy_1h WHERE coverage = 1"))
            .isEqualTo(devices * 720.0);
        assertThat(number(statement, "count() FROM energy_1m WHERE coverage = 1"))
            .isEqualTo(devices * 1_440.0);
        assertThat(number(statement, "count() FROM energy_1d WHERE coverage = 1"))
            .isEqualTo(devices * 30.0);
        assertThat(number(statement, "toUnixTimestamp(max(window_end)) FROM energy_1h"))
            .isEqualTo((double) now.truncatedTo(ChronoUnit.HOURS).getEpochSecond());
        assertThat(number(statement, "sum(energy_wh) / sum(power_mean) FROM energy_1m"))
            .isCloseTo(1.0 / 60, within(1e-9));
        assertThat(
                number(
                    statement,
                    "countIf(power_min > power_p50 OR power_p95 > power_max) FROM energy_1h"))
            .isZero();
      }
    }
  }

  private static double number(Statement statement, String what) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT " + what)) {
      assertThat(rows.next()).isTrue();
      return rows.getDouble(1);
    }
  }
}
