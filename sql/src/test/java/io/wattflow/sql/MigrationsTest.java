package io.wattflow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How migrations are applied, on a real engine. */
class MigrationsTest {
  private static final List<String> FILES =
      List.of(
          "V001__telemetry.sql",
          "V002__rollup_1m.sql",
          "V003__rollup_5m.sql",
          "V004__rollup_1h.sql",
          "V005__rollup_1d.sql",
          "V006__devices.sql",
          "V007__readings.sql",
          "V008__energy.sql",
          "V009__hourly_avg.sql",
          "V010__users.sql",
          "V011__report_daily.sql",
          "V012__report_monthly.sql",
          "V013__report_yearly.sql",
          "V014__local_periods.sql",
          "V015__alerts.sql");

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  private Path files = Path.of("unset");

  @BeforeEach
  void copyFiles(@TempDir Path folder) throws IOException {
    files = folder;
    try (Stream<Path> originals = Files.list(Path.of("clickhouse"))) {
      for (Path file : originals.filter(path -> path.toString().endsWith(".sql")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private MigrationReport applyCopies(String database) {
    return Migrations.apply(
        ENGINE.url(), database, MigrationOptions.defaults(), "filesystem:" + files);
  }

  @Test
  void anEmptyServerGetsEverythingAndTheSecondTimeNothing() throws SQLException {
    MigrationReport first = Migrations.apply(ENGINE.url(), "empty", MigrationOptions.defaults());
    assertThat(first.applied()).isEqualTo(FILES);
    assertThat(first.alreadyThere()).isEmpty();
    assertThat(first.retentionChanged()).isEmpty();
    List<String> tables =
        ENGINE.query(
            "empty", "SELECT name FROM system.tables WHERE database = 'empty' ORDER BY name");
    assertThat(tables)
        .containsExactly(
            "alerts",
            "device_alerts",
            "devices",
            "energy_1d",
            "energy_1h",
            "energy_1m",
            "energy_5m",
            "energy_local_day",
            "energy_local_month",
            "energy_local_year",
            "hourly_avg",
            "readings",
            "report_daily",
            "report_monthly",
            "report_yearly",
            "rollup_1d",
            "rollup_1h",
            "rollup_1m",
            "rollup_5m",
            "schema_migrations",
            "telemetry",
            "users");

    MigrationReport second =
        Migrations.apply(
            "jdbc:clickhouse:" + ENGINE.url() + "/ignored", "empty", MigrationOptions.defaults());
    assertThat(second.applied()).isEmpty();
    assertThat(second.alreadyThere()).isEqualTo(FILES);
    assertThat(second.retentionChanged()).isEmpty();
  }

  @Test
  void aChangedFileIsRefusedAndNothingAfterItIsApplied() throws IOException, SQLException {
    applyCopies("changed");
    Path changed = files.resolve("V006__devices.sql");
    Files.writeString(changed, Files.readString(changed).replace("rated_power", "nominal_power"));
    Files.writeString(
        files.resolve("V900__more.sql"), "CREATE TABLE more (a UInt8) ENGINE = Memory;");

    assertThatThrownBy(() -> applyCopies("changed"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("V006__devices.sql was changed after it had been applied")
        .hasMessageContaining("restore it")
        .hasMessageContaining("new migration")
        .hasMessageNotContaining("V900");
    assertThat(ENGINE.query("changed", "EXISTS TABLE more")).containsExactly("0");
  }

  @Test
  void anAppliedFileThatIsGoneIsRefused() throws IOException {
    applyCopies("gone");
    Files.delete(files.resolve("V006__devices.sql"));
    assertThatThrownBy(() -> applyCopies("gone"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("version 006 (devices) is applied, but its file is missing");
  }

  @Test
  void aNewFileIsAppliedAlone() throws IOException, SQLException {
    applyCopies("grown");
    Files.writeString(
        files.resolve("V900__more.sql"),
        """
        -- A comment; with a semicolon, and 'a quote
        CREATE TABLE IF NOT EXISTS more (a String DEFAULT 'x;--y') ENGINE = Memory;
        /* another; */ INSERT INTO more SELECT 'it''s; done';
        """);
    assertThat(applyCopies("grown").applied()).containsExactly("V900__more.sql");
    assertThat(ENGINE.query("grown", "SELECT a FROM more")).containsExactly("it's; done");
  }

  @Test
  void afterAFailureTheCorrectedFileIsApplied() throws IOException, SQLException {
    Path failing = files.resolve("V900__more.sql");
    Files.writeString(
        failing,
        """
        CREATE TABLE IF NOT EXISTS more (a UInt8) ENGINE = Memory;
        CREATE TABLE IF NOT EXISTS wrong (a NoSuchType) ENGINE = Memory;
        """);
    assertThatThrownBy(() -> applyCopies("failed"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("V900__more.sql");

    Files.writeString(failing, Files.readString(failing).replace("NoSuchType", "UInt8"));
    MigrationReport report = applyCopies("failed");
    assertThat(report.applied()).containsExactly("V900__more.sql");
    assertThat(report.alreadyThere()).isEqualTo(FILES);
    assertThat(ENGINE.query("failed", "EXISTS TABLE wrong")).containsExactly("1");
    assertThat(applyCopies("failed").applied()).isEmpty();
  }

  @Test
  void retentionsLandInTheTablesAndFollowTheOptions() throws SQLException {
    MigrationOptions options =
        MigrationOptions.defaults()
            .withTelemetry(Retention.ofDays(45))
            .withRollup1m(Retention.FOREVER);
    assertThat(Migrations.apply(ENGINE.url(), "kept", options).retentionChanged()).isEmpty();
    assertThat(ttl("kept", "telemetry")).isEqualTo("toDateTime(event_time) + toIntervalDay(45)");
    assertThat(ttl("kept", "rollup_1m")).isEmpty();
    assertThat(ttl("kept", "rollup_5m")).isEqualTo("window_start + toIntervalDay(90)");
    assertThat(ttl("kept", "rollup_1h")).isEqualTo("window_start + toIntervalDay(3660)");
    assertThat(ttl("kept", "rollup_1d")).isEmpty();

    MigrationReport changed =
        Migrations.apply(
            ENGINE.url(),
            "kept",
            options
                .withTelemetry(Retention.FOREVER)
                .withRollup1m(Retention.ofDays(7))
                .withRollup5m(Retention.ofDays(8)));
    assertThat(changed.applied()).isEmpty();
    assertThat(changed.retentionChanged()).containsExactly("telemetry", "rollup_1m", "rollup_5m");
    assertThat(ttl("kept", "telemetry")).isEmpty();
    assertThat(ttl("kept", "rollup_1m")).isEqualTo("window_start + toIntervalDay(7)");
    assertThat(ttl("kept", "rollup_5m")).isEqualTo("window_start + toIntervalDay(8)");
  }

  private static String ttl(String database, String table) throws SQLException {
    return ENGINE
        .query(
            database,
            "SELECT extract(engine_full, 'TTL (.*) SETTINGS') FROM system.tables"
                + " WHERE database = '%s' AND name = '%s'".formatted(database, table))
        .get(0);
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free;
    assertThatThrownBy(() -> Migrations.apply(url, "any", MigrationOptions.defaults()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("ClickHouse at " + url + " does not answer");
  }

  @Test
  void aServerThatAcceptsAndNeverAnswersIsNamedWithinTenSeconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      long started = System.nanoTime();
      assertThatThrownBy(() -> Migrations.apply(url, "any", MigrationOptions.defaults()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("ClickHouse at " + url + " does not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void namesThatAreNoIdentifiersAreRefused() {
    assertThatThrownBy(() -> Migrations.apply(ENGINE.url(), "a; DROP", MigrationOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a; DROP");
  }
}
