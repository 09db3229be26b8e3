package io.wattflow.services.analytics.store;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.jdbc.ConnectionImpl;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.sql.ClickHouseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/** Connections to one server for one kind of question. */
final class ServerPool implements AutoCloseable {
  /** A server that hangs is given up this much after it should have ended the question itself. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final HikariDataSource pool;

  private ServerPool(HikariConfig config) {
    this.pool = new HikariDataSource(config);
  }

  /** For the questions of dashboards; the server need not be there. */
  static ServerPool forDashboards(ClickHouseUrl url, ClusterLayout layout, StoreSettings settings) {
    Properties properties = properties(layout, settings, settings.answer());
    // Their reads are small, and there are many of them: on two busy cores, hours and status of a
    // household took half the time with one thread each of what they took with two.
    properties.setProperty(setting("max_threads"), "1");
    // Only keys are read of rows of others in the same block: a third less time for the hours of a
    // household. The server does so by itself for questions without FINAL only.
    properties.setProperty(setting("optimize_move_to_prewhere_if_final"), "1");
    return new ServerPool(config(url, layout, settings, settings.pool(), properties));
  }

  /** For ad-hoc questions; the server need not be there. */
  static ServerPool forAdHoc(ClickHouseUrl url, ClusterLayout layout, StoreSettings settings) {
    Properties properties = properties(layout, settings, settings.longestAdHoc());
    return new ServerPool(config(url, layout, settings, settings.adHocPool(), properties));
  }

  private static HikariConfig config(
      ClickHouseUrl url,
      ClusterLayout layout,
      StoreSettings settings,
      int size,
      Properties properties) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("wattflow-" + url.httpAddress().replaceAll("[^A-Za-z0-9.]+", "-"));
    config.setDataSource(new DriverConnections(url.jdbc(layout.database()), properties));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setIdleTimeout(settings.idle().toMillis());
    config.setConnectionTimeout(settings.connect().toMillis());
    // The service starts while ClickHouse is away.
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new KeepConnections());
    return config;
  }

  private static Properties properties(
      ClusterLayout layout, StoreSettings settings, Duration answer) {
    Properties properties = new Properties();
    properties.setProperty("user", layout.user());
    properties.setProperty("password", layout.password());
    // The pool switches auto-commit and read-only on and off, and there is nothing to switch.
    properties.setProperty("jdbc_ignore_unsupported_values", "true");
    properties.setProperty("connection_timeout", Long.toString(settings.connect().toMillis()));
    properties.setProperty(DriverConnections.ANSWER_TIMEOUT, Long.toString(answer.toMillis()));
    // Whoever asks tries another server; asking the same one again would take the time for that.
    properties.setProperty("retry", "0");
    properties.setProperty("use_server_time_zone", "false");
    properties.setProperty("use_time_zone", "UTC");
    // Nothing of this service writes, whatever a statement says.
    properties.setProperty(setting("readonly"), "2");
    properties.setProperty(
        setting("max_execution_time"), Long.toString(Math.max(1, answer.toSeconds())));
    return properties;
  }

  private static String setting(String name) {
    return "clickhouse_setting_" + name;
  }

  /**
   * No failure of a statement is one of its connection: it is an HTTP client, and closing it would
   * only cost the next one.
   */
  private static final class KeepConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
      return SQLExceptionOverride.Override.DO_NOT_EVICT;
    }
  }

  <T> T ask(Question<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return question.ask(connection);
    }
  }

  /** Asks within limits. */
  <T> T ask(QueryLimits limits, Question<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      ConnectionImpl driver = connection.unwrap(ConnectionImpl.class);
      QuerySettings usual = driver.getDefaultQuerySettings();
      driver.setDefaultQuerySettings(QuerySettings.merge(usual, settings(limits)));
      try {
        return question.ask(connection);
      } finally {
        driver.setDefaultQuerySettings(usual);
      }
    }
  }

  private static QuerySettings settings(QueryLimits limits) {
    QuerySettings settings = new QuerySettings();
    long seconds = Math.max(1, limits.maxTime().plusMillis(999).toSeconds());
    settings.serverSetting("max_execution_time", Long.toString(seconds));
    settings.serverSetting("timeout_overflow_mode", "throw");
    settings.serverSetting("max_rows_to_read", Long.toString(limits.maxRowsToRead()));
    settings.serverSetting("read_overflow_mode", "throw");
    settings.serverSetting("max_memory_usage", Long.toString(limits.maxMemoryBytes()));
    settings.serverSetting("max_result_rows", Long.toString(limits.maxResultRows()));
    settings.serverSetting("result_overflow_mode", "throw");
    settings.setNetworkTimeout(
        Duration.ofSeconds(seconds).plus(GRACE).toMillis(), ChronoUnit.MILLIS);
    return settings;
  }

  int inUse() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null ? 0 : bean.getActiveConnections();
  }

  int size() {
    return pool.getMaximumPoolSize();
  }

  @java.lang.Override
  public void close() {
    pool.close();
  }
}
