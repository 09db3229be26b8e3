package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.platform.Platform;
import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.live.TableTotals;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** What the stream writes to: the tables of one database, and Redis. */
public final class StreamTables {
  /** The database that every round finds new. */
  public static final String DATABASE = "wattflow";

  private static final String REDIS_VERSION = "redis_version:";

  private StreamTables() {}

  /** The options of {@code wattflow stream} that have it read and write on this platform. */
  public static List<String> addresses(Platform platform) {
    return List.of(
        "--bootstrapServers=" + platform.kafkaBootstrap(),
        "--clickhouseUrl=" + platform.clickHouseUrl(),
        "--clickhouseDatabase=" + DATABASE,
        "--redisUrl=" + platform.redisUri());
  }

  /** Makes all tables anew and empties Redis. */
  public static void renew(Platform platform) throws SQLException {
    drop(platform, DATABASE);
    Migrations.apply(platform.clickHouseUrl().toString(), DATABASE, MigrationOptions.defaults());
    try (RedisClient redis = RedisClient.create(platform.redisUri())) {
      redis.flushAll();
    }
  }

  /** The version of the Redis that runs, as it tells. */
  static String redisVersion(Platform platform) {
    try (RedisClient redis = RedisClient.create(platform.redisUri())) {
      return redis
          .info("server")
          .lines()
          .filter(line -> line.startsWith(REDIS_VERSION))
          .map(line -> line.substring(REDIS_VERSION.length()))
          .findFirst()
          .orElse("unknown");
    }
  }

  /** Drops a database with everything in it, at once. */
  static void drop(Platform platform, String database) throws SQLException {
    try (Connection connection = connect(platform, "default");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + database + " SYNC");
    }
  }

  /** A connection; the caller closes it. */
  public static Connection connect(Platform platform) throws SQLException {
    return connect(platform, DATABASE);
  }

  private static Connection connect(Platform platform, String database) throws SQLException {
    return DriverManager.getConnection(
        ClickHouseUrl.parse(platform.clickHouseUrl().toString()).jdbc(database));
  }

  /**
   * Removes the rows of the closers, of which no model knows. Nothing may write meanwhile, or some
   * may come again.
   */
  static void removeClosers(Platform platform) throws SQLException {
    try (Connection connection = connect(platform);
        Statement statement = connection.createStatement()) {
      removeClosers(statement, TableTotals.TELEMETRY);
      for (RollupWindow window : RollupWindow.values()) {
        removeClosers(statement, window.table());
      }
    }
  }

  private static void removeClosers(Statement statement, String table) throws SQLException {
    statement.execute(
        "DELETE FROM %s.%s WHERE startsWith(device_id, '%s')"
            .formatted(DATABASE, table, Topics.CLOSER));
  }
}
