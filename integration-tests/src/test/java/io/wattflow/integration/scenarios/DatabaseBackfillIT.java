package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.LostTables;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rollups of readings that lie in a PostgreSQL, as in the system before this one. */
@ExtendWith(WattflowExtension.class)
class DatabaseBackfillIT {
  private static final String QUERY =
      "SELECT device_id, user_id, device_type, event_time, power_watts, power_factor,"
          + " energy_counter_wh, sequence FROM readings WHERE event_time >= ? AND event_time < ?";

  @Test
  void rowsAreThoseThatTheStreamMakesOfTheSameReadings(Scenario scenario) throws Exception {
    List<ProducedRecord> records = Scripts.household(43, 60, Duration.ofMinutes(25), Faults.none());
    scenario.startStream().produce(records).awaitAgreement();
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setDataDirectory(scenario.folder().resolve("postgres"))
                .start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      fill(connection, records);
      LostTables.rollups(scenario);
      List<String> options =
          List.of(
              "--source=jdbc",
              "--jdbcUrl=" + postgres.getJdbcUrl("postgres", "postgres"),
              "--jdbcSlice=5m",
              "--from=" + Instant.ofEpochMilli(records.get(0).eventTimeMillis()),
              "--to=" + Instant.now().plusSeconds(1));

      refuses(scenario, options, QUERY.replace("power_watts,", "device_id AS power_watts,"), 1)
          .contains("--jdbcQuery: column power_watts is of type VARCHAR, must be a number");
      refuses(scenario, options, QUERY.replace("user_id,", ""), 1)
          .contains("--jdbcQuery: has no column user_id, but device_id, ");
      refuses(scenario, options, QUERY.replace("readings", "reedings"), 1)
          .contains("relation \"reedings\" does not exist");
      refuses(scenario, options, "SELECT 1", 1).contains("must have two parameters");
      refuses(scenario, options, "", 2).contains("--jdbcQuery=: is missing");
      assertThat(scenario.totals().rows("rollup_1m")).isZero();

      for (String table : List.of("readings", "readings_utc", "readings_ms")) {
        LostTables.rollups(scenario);
        CommandRun run = run(scenario, options, QUERY.replace("FROM readings", "FROM " + table));
        assertThat(run.exitCode()).as("exit code; %s", run.lines()).hasValue(0);
        assertThat(run.lines())
            .as(table)
            .contains("  1 rows are no valid readings and are left out; the log names the first");
        scenario.awaitAgreement();
      }
    }
  }

  private static CommandRun run(Scenario scenario, List<String> options, String query)
      throws Exception {
    return WattflowCommand.onTables(
        scenario,
        "backfill",
        Stream.concat(options.stream(), Stream.of("--jdbcQuery=" + query)).toArray(String[]::new));
  }

  /** The one line with which it ends. */
  private static org.assertj.core.api.AbstractStringAssert<?> refuses(
      Scenario scenario, List<String> options, String query, int exitCode) throws Exception {
    CommandRun run = run(scenario, options, query);
    assertThat(run.exitCode()).as("exit code; %s", run.lines()).hasValue(exitCode);
    return assertThat(run.lines()).singleElement().asString();
  }

  private static void fill(Connection connection, List<ProducedRecord> records)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE readings (device_id varchar(128), user_id bigint, device_type text,"
              + " event_time timestamptz, power_watts double precision, power_factor numeric,"
              + " energy_counter_wh double precision, sequence integer)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (ProducedRecord produced : records) {
        TrueReading reading = Objects.requireNonNull(produced.reading());
        insert.setString(1, reading.deviceId());
        insert.setLong(2, reading.userId());
        insert.setString(3, reading.deviceType());
        insert.setObject(
            4,
            OffsetDateTime.ofInstant(
                Instant.ofEpochMilli(reading.eventTimeMillis()), ZoneOffset.UTC));
        insert.setDouble(5, reading.powerMilliwatts() / 1000.0);
        set(insert, 6, reading.powerFactor(), TrueReading.NO_POWER_FACTOR, 10_000);
        set(insert, 7, reading.energyCounterMilliwattHours(), TrueReading.NO_COUNTER, 1_000);
        set(insert, 8, reading.sequence(), TrueReading.NO_SEQUENCE, 1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (Statement statement = connection.createStatement()) {
      // No reading: its power is more than any device's.
      statement.execute(
          "INSERT INTO readings SELECT device_id, user_id, device_type,"
              + " event_time + interval '1 ms', 2e6 FROM readings LIMIT 1");
      statement.execute(view("readings_utc", "event_time AT TIME ZONE 'UTC'"));
      statement.execute(view("readings_ms", "(extract(epoch FROM event_time) * 1000)::bigint"));
    }
  }

  private static String view(String name, String eventTime) {
    return ("CREATE VIEW %s AS SELECT device_id, user_id, device_type, %s AS event_time,"
            + " power_watts, power_factor, energy_counter_wh, sequence FROM readings")
        .formatted(name, eventTime);
  }

  private static void set(PreparedStatement insert, int at, long value, long absent, int unit)
      throws SQLException {
    if (value == absent) {
      insert.setNull(at, Types.NUMERIC);
    } else if (unit == 1) {
      insert.setLong(at, value);
    } else {
      insert.setDouble(at, value / (double) unit);
    }
  }
}
