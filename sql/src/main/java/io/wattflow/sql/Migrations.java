package io.wattflow.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the schema of {@code sql/clickhouse}, by Flyway.
 *
 * <p>Idempotent: what is applied is not applied again. A file that was applied and has changed
 * since is refused, since nobody could say any more what the database looks like. A file that
 * failed half-way is applied again from its beginning, which is why every statement of a migration
 * must be harmless when repeated (ClickHouse has no transactions that would undo the first half).
 * Not meant to be run twice at the same time: ClickHouse has no locks to prevent it.
 */
public final class Migrations {
  private static final String FILES = "classpath:io/wattflow/sql/clickhouse";

  private static final ErrorCode FAILED_BEFORE = CoreErrorCode.FAILED_VERSIONED_MIGRATION;

  private Migrations() {}

  /**
   * Creates the database if need be, applies what is missing, and sets the retentions.
   *
   * @param url {@code http://host:port} or {@code jdbc:clickhouse://host:port}, see {@link
   *     ClickHouseUrl}; a database in it is ignored
   * @param database letters, digits and underscores
   * @throws IllegalArgumentException if the URL or the name is not well-formed
   * @throws MigrationException if the server does not answer, an applied file has changed, or a
   *     statement fails
   */
  public static MigrationReport apply(String url, String database, MigrationOptions options) {
    return apply(url, database, options, FILES);
  }

  /** With files of another place, for tests. */
  static MigrationReport apply(
      String url, String database, MigrationOptions options, String location) {
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "a database name has letters, digits and underscores only, not '" + database + "'");
    }
    ClickHouseUrl server = ClickHouseUrl.parse(url);
    createDatabase(server, database);
    List<Expiry> expiries = Expiry.of(options);
    try {
      Flyway flyway = flyway(server.jdbc(database), database, expiries, location);
      refuseChanges(flyway, database);
      List<String> before =
          Arrays.stream(flyway.info().applied()).map(MigrationInfo::getScript).toList();
      MigrateResult result = flyway.migrate();
      List<String> applied =
          result.migrations.stream().map(output -> fileName(output.filepath)).toList();
      return new MigrationReport(
          database, applied, before, changeRetention(server, database, expiries));
    } catch (FlywayException e) {
      throw new MigrationException("migrating " + database + " failed: " + firstLine(e), e);
    }
  }

  private static void createDatabase(ClickHouseUrl server, String database) {
    // The database "system" exists on every server, and "default" need not.
    try (Connection connection = DriverManager.getConnection(server.jdbc("system"), impatient());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS `" + database + "`");
    } catch (SQLException e) {
      throw new MigrationException(
          "ClickHouse at %s does not answer or refuses to create the database %s: %s"
              .formatted(server.httpAddress(), database, firstLine(e)),
          e);
    }
  }

  /** For the first statement, which finds out whether there is anybody. */
  private static Properties impatient() {
    Properties properties = new Properties();
    properties.setProperty("connection_timeout", "2000");
    properties.setProperty("socket_timeout", "5000");
    return properties;
  }

  private static Flyway flyway(
      String jdbcUrl, String database, List<Expiry> expiries, String location) {
    Map<String, String> placeholders = new HashMap<>();
    for (Expiry expiry : expiries) {
      placeholders.put(expiry.placeholder(), expiry.clause());
    }
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(jdbcUrl, null, null)
        .defaultSchema(database)
        .createSchemas(false)
        .table("schema_migrations")
        .locations(location)
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns("*:pending")
        .placeholders(placeholders)
        .cleanDisabled(true)
        .loggers("slf4j")
        .load();
  }

  private static void refuseChanges(Flyway flyway, String database) {
    ValidateResult result = flyway.validateWithResult();
    if (result.validationSuccessful) {
      return;
    }
    List<ValidateOutput> invalid = result.invalidMigrations;
    boolean onlyFailed =
        !invalid.isEmpty()
            && invalid.stream().allMatch(output -> output.errorDetails.errorCode == FAILED_BEFORE);
    if (onlyFailed) {
      flyway.repair();
      return;
    }
    String problems =
        invalid.stream()
            .filter(output -> output.errorDetails.errorCode != FAILED_BEFORE)
            .map(Migrations::problem)
            .reduce((a, b) -> a + "; " + b)
            .orElse(String.valueOf(result.errorDetails.errorMessage));
    throw new MigrationException("migrating " + database + " refused: " + problems, null);
  }

  private static String problem(ValidateOutput output) {
    String file = fileName(output.filepath);
    return file.isEmpty()
        ? "version %s (%s) is applied, but its file is missing: restore it"
            .formatted(output.version, output.description)
        : file
            + " was changed after it had been applied: restore it, and put the change into a new"
            + " migration";
  }

  private static List<String> changeRetention(
      ClickHouseUrl server, String database, List<Expiry> expiries) {
    try (Connection connection = DriverManager.getConnection(server.jdbc(database))) {
      List<String> changed = new ArrayList<>();
      for (Expiry expiry : expiries) {
        if (expiry.enforce(connection, database)) {
          changed.add(expiry.table());
        }
      }
      return changed;
    } catch (SQLException e) {
      throw new MigrationException(
          "setting the retentions of " + database + " failed: " + firstLine(e), e);
    }
  }

  private static String fileName(@Nullable String path) {
    return path == null
        ? ""
        : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
  }
}
