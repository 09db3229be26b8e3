package io.wattflow.pipelines.audit;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.core.rows.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database for what an audit expects, beside the one that it looks at: nobody sees a recomputed
 * row before somebody wants it. Goes when it is closed, or the JVM is told to stop; what a killed
 * audit has left goes with a later one.
 */
public final class Staging implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final String MARK = "_audit_";
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Connection connection;
  private final ClickHouseTarget audited;
  private final String database;
  private final Thread dropAtEnd = new Thread(this::dropAtEnd, "drop-staging");

  private Staging(Connection connection, ClickHouseTarget audited, String database) {
    this.connection = connection;
    this.audited = audited;
    this.database = database;
  }

  /**
   * Makes it.
   *
   * @param connection to the audited database's server; stays the caller's
   * @param tables whose layout is needed
   */
  public static Staging create(Connection connection, ClickHouseTarget audited, Set<Table> tables)
      throws SQLException {
    dropAbandoned(connection, audited);
    Staging staging =
        new Staging(connection, audited, audited.database() + MARK + Instant.now().toEpochMilli());
    Runtime.getRuntime().addShutdownHook(staging.dropAtEnd);
    try {
      staging.createTables(tables);
      return staging;
    } catch (SQLException e) {
      try {
        staging.close();
      } catch (SQLException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void createTables(Set<Table> tables) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE `" + database + "`");
      for (Table table : tables) {
        statement.execute("CREATE TABLE %s AS %s".formatted(name(table), auditedName(table)));
      }
      statement.execute(
          """
          CREATE TABLE %s (
              rollup LowCardinality(String), user_id UInt64, device_id String,
              device_type LowCardinality(String), window_start DateTime('UTC'),
              kind LowCardinality(String), stored_version UInt64, expected_version UInt64,
              fields Array(Tuple(name String, stored String, expected String)))
          ENGINE = MergeTree ORDER BY (rollup, user_id, device_id, device_type, window_start)
          """
              .formatted(differences()));
    }
  }

  private static void dropAbandoned(Connection connection, ClickHouseTarget audited)
      throws SQLException {
    List<String> abandoned = new ArrayList<>();
    // One at work writes all the time, however long it takes.
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT database FROM system.tables WHERE startsWith(database, ?) GROUP BY database"
                + " HAVING max(metadata_modification_time) < now() - toIntervalSecond(?)"
                + " AND database NOT IN (SELECT database FROM system.parts"
                + " WHERE modification_time >= now() - toIntervalSecond(?))")) {
      select.setString(1, audited.database() + MARK);
      select.setLong(2, ABANDONED.toSeconds());
      select.setLong(3, ABANDONED.toSeconds());
      try (ResultSet names = select.executeQuery()) {
        while (names.next()) {
          abandoned.add(names.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String name : abandoned) {
        statement.execute("DROP DATABASE IF EXISTS `" + name + "`");
      }
    }
  }

  /** Where the recomputed rows go. */
  public ClickHouseTarget target() {
    return new ClickHouseTarget(
        audited.url(), database, audited.user(), audited.password(), audited.maxOutage());
  }

  /** A table with what is expected. */
  String name(Table table) {
    return target().qualified(table);
  }

  /** The table that is looked at. */
  String auditedName(Table table) {
    return audited.qualified(table);
  }

  /** The table of differences. */
  String differences() {
    return "`" + database + "`.differences";
  }

  /** Over a connection of its own: whoever uses the other one has not been told to stop. */
  private void dropAtEnd() {
    try (Connection own = ClickHouseDataSources.connect(audited)) {
      drop(own);
    } catch (SQLException e) {
      // It is abandoned, then, and goes with a later audit.
      LOG.warn("{} is left: {}", database, e.getMessage());
    }
  }

  private void drop(Connection by) throws SQLException {
    try (Statement statement = by.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS `" + database + "`");
    }
  }

  @Override
  public void close() throws SQLException {
    drop(connection);
    try {
      Runtime.getRuntime().removeShutdownHook(dropAtEnd);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook finds nothing to do.
      LOG.debug("dropped at the end", e);
    }
  }
}
