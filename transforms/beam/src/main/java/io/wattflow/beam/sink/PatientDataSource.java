package io.wattflow.beam.sink;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.jdbc.ConnectionImpl;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.Sleeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool whose connections wait while ClickHouse is away.
 *
 * <p>JdbcIO executes a statement again when it fails, but prepares it outside of that. This driver
 * asks the server for the table's columns then, and what it throws is no SQLException: without
 * patience, each prepared statement that meets a ClickHouse that is away restarts the job.
 *
 * <p>They also see what JdbcIO tells nobody: when it has committed, see {@link UncommittedBlocks}.
 */
final class PatientDataSource extends HikariDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(PatientDataSource.class);

  private final Duration maxOutage;

  PatientDataSource(HikariConfig config, Duration maxOutage) {
    super(config);
    this.maxOutage = maxOutage;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    giveUpOnSilence(connection.unwrap(ConnectionImpl.class));
    return (Connection)
        Proxy.newProxyInstance(
            PatientDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  /**
   * The pool has just set the network timeout of reads to 0, which this driver takes for never, and
   * has given the driver an executor, by which a timeout would close a connection that the pool
   * keeps. Inserts have the client's own timeout and do not ask for this one.
   */
  private static void giveUpOnSilence(ConnectionImpl connection) throws SQLException {
    connection.setNetworkTimeout(null, 0);
    connection
        .getDefaultQuerySettings()
        .setNetworkTimeout(
            ClickHouseDataSources.ANSWER_TO_A_LARGE_QUESTION.toMillis(), ChronoUnit.MILLIS);
  }

  private @Nullable Object call(
      Connection connection, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "prepareStatement" -> {
        UncommittedBlocks.forget();
        return arguments != null && arguments.length == 1 && arguments[0] instanceof String sql
            ? prepare(connection, sql)
            : invoke(connection, method, arguments);
      }
      case "commit" -> {
        Object nothing = invoke(connection, method, arguments);
        UncommittedBlocks.committed();
        return nothing;
      }
      case "rollback" -> {
        UncommittedBlocks.forget();
        return invoke(connection, method, arguments);
      }
      default -> {
        return invoke(connection, method, arguments);
      }
    }
  }

  private static @Nullable Object invoke(
      Connection connection, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    BackOff backoff = Outages.pauses(maxOutage);
    boolean told = false;
    while (true) {
      try {
        return connection.prepareStatement(sql);
      } catch (SQLException e) {
        if (LastingFailures.isLasting(e)) {
          throw e;
        }
        told = await(backoff, e, told);
      } catch (ClickHouseException e) {
        if (LastingFailures.isLasting(e)) {
          throw new SQLException(Outages.rootMessage(e), e);
        }
        told = await(backoff, new SQLException(e.getMessage(), e), told);
      }
    }
  }

  /** Pauses, and says why unless it has been told before; throws when it has been long enough. */
  private static boolean await(BackOff backoff, SQLException failure, boolean told)
      throws SQLException {
    if (!told) {
      LOG.warn(
          "ClickHouse does not take an insert, trying again: {}", Outages.rootMessage(failure));
    }
    try {
      if (!BackOffUtils.next(Sleeper.DEFAULT, backoff)) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
    return true;
  }
}
