package io.wattflow.beam.sink;

import com.clickhouse.jdbc.ClickHouseDriver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * Gives JdbcIO its connections: one pool for each server and worker process.
 *
 * <p>Pooled because closing a connection of this driver closes its whole HTTP client. Patient,
 * because JdbcIO executes writes again, but neither opens connections nor prepares statements again
 * ({@link PatientDataSource}). Reads it never executes again: who reads while ClickHouse goes away
 * fails, and runs anew.
 */
public final class ClickHouseDataSources implements SerializableFunction<Void, DataSource> {
  @Serial private static final long serialVersionUID = 1L;

  private static final Map<ClickHouseTarget, DataSource> POOLS = new ConcurrentHashMap<>();
  private static final int WRITTEN_TABLES = 5;
  static final Duration CONNECT = Duration.ofSeconds(2);

  // A server that hangs must not hold a bundle for ever; the largest insert takes seconds.
  static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration ANSWER_AT_START = Duration.ofSeconds(4);
  static final Duration ANSWER_TO_A_LARGE_QUESTION = Duration.ofMinutes(30);

  private final ClickHouseTarget target;

  /** For connections to a target. */
  public ClickHouseDataSources(ClickHouseTarget target) {
    // Statements name their database: one pool serves all of a server.
    this.target = target.server();
  }

  @Override
  public DataSource apply(Void nothing) {
    return POOLS.computeIfAbsent(target, ClickHouseDataSources::pool);
  }

  /**
   * A single connection, for asking before a job starts.
   *
   * @throws SQLException if ClickHouse does not answer
   */
  public static Connection connect(ClickHouseTarget target) throws SQLException {
    return connect(target, ANSWER_AT_START);
  }

  /**
   * A single connection for statements that may take their time: minutes, not seconds.
   *
   * @throws SQLException if ClickHouse does not answer
   */
  public static Connection connectPatiently(ClickHouseTarget target) throws SQLException {
    return connect(target, ANSWER_TO_A_LARGE_QUESTION);
  }

  private static Connection connect(ClickHouseTarget target, Duration answer) throws SQLException {
    Properties properties = properties(target);
    properties.setProperty("socket_timeout", Long.toString(answer.toMillis()));
    properties.setProperty("retry", "0");
    Connection connection = new ClickHouseDriver().connect(jdbcUrl(target), properties);
    if (connection == null) {
      throw new SQLException("not an address of ClickHouse: " + target.url());
    }
    return connection;
  }

  private static DataSource pool(ClickHouseTarget target) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("wattflow-clickhouse");
    config.setJdbcUrl(jdbcUrl(target));
    config.setDataSourceProperties(properties(target));
    // A writer keeps its connection until its bundle ends, and every slot has one for each table.
    config.setMaximumPoolSize(
        WRITTEN_TABLES * Math.max(4, Runtime.getRuntime().availableProcessors()));
    config.setMinimumIdle(0);
    config.setIdleTimeout(30_000);
    config.setConnectionTimeout(target.maxOutage().toMillis());
    // The pool must start, and wait, while ClickHouse is away.
    config.setInitializationFailTimeout(-1);
    // A connection of this driver is an HTTP client and does not break. Were it taken out of the
    // pool after a failure, what JdbcIO tries again would meet a closed one for ever.
    config.setExceptionOverride(new KeepConnections());
    return new PatientDataSource(config, target.maxOutage());
  }

  /** No failure of a statement is one of its connection. */
  private static final class KeepConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
      return SQLExceptionOverride.Override.DO_NOT_EVICT;
    }
  }

  private static String jdbcUrl(ClickHouseTarget target) {
    return "jdbc:clickhouse:" + target.url();
  }

  private static Properties properties(ClickHouseTarget target) {
    Properties properties = new Properties();
    properties.setProperty("user", target.user());
    properties.setProperty("password", target.password());
    // JdbcIO switches auto-commit off, and there is nothing to switch.
    properties.setProperty("jdbc_ignore_unsupported_values", "true");
    // Binary rows instead of text: several times faster. It relies on the order of the columns,
    // which is asserted before a job starts.
    properties.setProperty("beta.row_binary_for_simple_insert", "true");
    properties.setProperty("compress", "false");
    InsertStatements.SETTINGS.forEach(
        (name, value) -> properties.setProperty("clickhouse_setting_" + name, value));
    properties.setProperty("connection_timeout", Long.toString(CONNECT.toMillis()));
    properties.setProperty("socket_timeout", Long.toString(ANSWER.toMillis()));
    properties.setProperty("use_server_time_zone", "false");
    properties.setProperty("use_time_zone", "UTC");
    return properties;
  }
}
