package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.source.JdbcSource;
import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.ArchivedReadings;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.DatabaseReadings;
import io.wattflow.pipelines.backfill.RawReadings;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.pipelines.options.SourceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which readings a backfill is made of.
 *
 * @param archive the folder of the files; null with another source
 * @param database null with another source
 * @param restoreRaw whether readings go back to the raw table
 */
record SourcePlan(@Nullable Path archive, boolean restoreRaw, @Nullable Database database) {
  private static final String PASSWORD = "WATTFLOW_JDBC_PASSWORD";

  /**
   * A relational database.
   *
   * @param slice event time that one query reads
   */
  record Database(JdbcSource source, Duration slice) {}

  /** What {@code --source} may be. */
  enum Kind {
    /** The raw table. */
    RAW,
    /** Files of an archive. */
    FILES,
    /** A relational database. */
    JDBC
  }

  /**
   * A source, and what has to be closed after it.
   *
   * @param connection null if the source has none
   */
  record Opened(ReadingsSource source, @Nullable Connection connection) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  static SourcePlan of(SourceOptions options) {
    Kind kind = OptionValues.oneOf("source", options.getSource(), Kind.class);
    if (kind != Kind.FILES) {
      if (options.getRestoreRaw()) {
        throw new OptionException("restoreRaw", "true", "has a meaning with --source=files only");
      }
      return new SourcePlan(null, false, kind == Kind.JDBC ? database(options) : null);
    }
    Path archive = OptionValues.folder("archiveDir", options.getArchiveDir());
    if (!Files.isDirectory(archive)) {
      throw new OptionException("archiveDir", options.getArchiveDir(), "there is no such folder");
    }
    return new SourcePlan(archive, options.getRestoreRaw(), null);
  }

  private static Database database(SourceOptions options) {
    if (!options.getJdbcUrl().startsWith("jdbc:")) {
      throw new OptionException(
          "jdbcUrl", options.getJdbcUrl(), "write jdbc:postgresql://host/database");
    }
    if (options.getJdbcQuery().isBlank()) {
      throw new OptionException("jdbcQuery", "", "is missing; --help tells what it has to select");
    }
    String password = options.getJdbcPassword();
    return new Database(
        new JdbcSource(
            options.getJdbcUrl(),
            options.getJdbcUser(),
            password.isEmpty() ? System.getenv().getOrDefault(PASSWORD, "") : password,
            options.getJdbcQuery()),
        OptionValues.duration("jdbcSlice", options.getJdbcSlice(), Duration.ofMinutes(1)));
  }

  /**
   * Opens the source for a plan.
   *
   * @throws SourceException if it cannot be used
   * @throws SQLException if ClickHouse does not answer
   */
  Opened open(BackfillPlan plan) throws SQLException, SourceException {
    if (database != null) {
      return open(plan, database);
    }
    if (archive != null) {
      return new Opened(new ArchivedReadings(plan, new ArchiveFolder(archive)), null);
    }
    Connection connection = ClickHouseDataSources.connectPatiently(plan.store());
    return new Opened(new RawReadings(plan, connection), connection);
  }

  private static Opened open(BackfillPlan plan, Database database)
      throws SQLException, SourceException {
    JdbcSource source = database.source();
    Connection connection;
    try {
      connection = source.connect();
    } catch (SQLException e) {
      throw new SourceException(
          source + " does not answer: start it, or correct --jdbcUrl (" + RootCause.line(e) + ")",
          e);
    }
    try {
      return new Opened(
          DatabaseReadings.of(plan, source, database.slice(), connection), connection);
    } catch (SourceException e) {
      connection.close();
      throw e;
    }
  }
}
