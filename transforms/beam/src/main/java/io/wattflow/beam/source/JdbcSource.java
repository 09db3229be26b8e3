package io.wattflow.beam.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * Readings in a relational database.
 *
 * @param url of JDBC, such as {@code jdbc:postgresql://host/database}
 * @param user may be empty
 * @param password may be empty
 * @param query with two parameters, the first event time and the first that is not wanted any more;
 *     its columns are those of the wire format by name: {@code device_id, user_id, event_time} and
 *     {@code power_watts} (or {@code energy_watts}), and, if there are any, {@code device_type,
 *     power_factor, energy_counter_wh, sequence}; others are passed over
 */
public record JdbcSource(String url, String user, String password, String query)
    implements Serializable {

  /**
   * A single connection, for asking before a job starts.
   *
   * @throws SQLException if there is no driver for the address, or the database does not answer
   */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(url, properties);
  }

  /**
   * The query with a line break among its columns: JdbcIO looks for the table in what it takes for
   * one line of SQL, and prints what it finds where the output of a command should be.
   */
  String queryInLines() {
    return query.replaceFirst("(?is)^(\\s*select\\s[^,'\"]*),\\s*", "$1,\n");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url + (user.isEmpty() ? "" : " as " + user);
  }

  /** One pool for each database and worker process. */
  static final class Pools implements SerializableFunction<Void, DataSource> {
    private static final long serialVersionUID = 1L;
    private static final Map<JdbcSource, DataSource> POOLS = new ConcurrentHashMap<>();
    private static final int IDLE_MILLIS = 30_000;

    /** As many as a process has slots at most; they are opened when they are needed. */
    private static final int MOST_CONNECTIONS = 64;

    /** A database that has gone is said after this time. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final JdbcSource source;

    Pools(JdbcSource source) {
      this.source = source;
    }

    @Override
    public DataSource apply(Void nothing) {
      return POOLS.computeIfAbsent(source, Pools::pool);
    }

    private static DataSource pool(JdbcSource source) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("wattflow-source");
      config.setJdbcUrl(source.url());
      if (!source.user().isEmpty()) {
        config.setUsername(source.user());
        config.setPassword(source.password());
      }
      config.setReadOnly(true);
      // Results are fetched in steps only within a transaction.
      config.setAutoCommit(false);
      // JdbcIO keeps a connection until its bundle ends, and every slot has one.
      config.setMaximumPoolSize(MOST_CONNECTIONS);
      config.setConnectionTimeout(PATIENCE_MILLIS);
      config.setMinimumIdle(0);
      config.setIdleTimeout(IDLE_MILLIS);
      return new HikariDataSource(config);
    }
  }
}
