package io.wattflow.services.analytics.store;

import com.clickhouse.jdbc.ConnectionImpl;
import com.clickhouse.jdbc.Driver;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of the official driver, each of which is an HTTP client.
 *
 * <p>They say that they are valid without asking the server: a client does not break, and a pool
 * that closed it while its server is away would let questions wait for a new one, instead of being
 * refused at once and asked elsewhere.
 *
 * <p>They have a timeout that the pool cannot change: it would set it to "none" when it gives a
 * connection away, and that overrules {@code socket_timeout}; a server that hangs would never be
 * given up.
 */
final class DriverConnections implements DataSource {
  /** The driver's name of the time until a statement is answered, in ms. */
  static final String ANSWER_TIMEOUT = "socket_timeout";

  private final String url;
  private final Properties properties;

  /**
   * For a server.
   *
   * @param properties of the driver, with {@link #ANSWER_TIMEOUT}
   */
  DriverConnections(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not an address of ClickHouse");
    }
    connection
        .unwrap(ConnectionImpl.class)
        .getDefaultQuerySettings()
        .setNetworkTimeout(
            Long.parseLong(properties.getProperty(ANSWER_TIMEOUT)), ChronoUnit.MILLIS);
    return (Connection)
        Proxy.newProxyInstance(
            DriverConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new AlwaysValid(connection));
  }

  private record AlwaysValid(Connection connection) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "isValid" -> {
          return !connection.isClosed();
        }
        case "getNetworkTimeout", "setNetworkTimeout" ->
            throw new SQLFeatureNotSupportedException("it is set for good");
        default -> {
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        }
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password)
      throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("one user only");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
