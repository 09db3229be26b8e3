package io.wattflow.services.analytics.store;

import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** A real engine with a folder of its own, and what can happen to it. */
public final class TestEngine implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ClickHouseEngine engine;

  private TestEngine(ClickHouseEngine engine) {
    this.engine = engine;
  }

  /** Starts one that has some memory. */
  public static TestEngine start(Path folder, String memory) {
    return new TestEngine(
        ClickHouseEngine.start(PlatformConfig.small(folder).withMemory("512m", memory)));
  }

  public String url() {
    return engine.url().toString();
  }

  /** Runs a statement, with a connection of its own. */
  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a long statement, past the driver, which would parse it first. */
  public void post(String database, String sql) throws SQLException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/?database=" + database))
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new SQLException(response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /** A connection that is no part of any pool. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(ClickHouseUrl.parse(url()).jdbc(database));
  }

  /** SIGKILL. */
  void kill() {
    engine.kill();
  }

  /** On the same port and data. */
  void restart() {
    engine.restart();
  }

  /** It keeps its connections and answers nobody. */
  void hang() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** It goes on as if nothing had happened. */
  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(engine.pid())).start();
    if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("kill " + signal + " failed");
    }
  }

  /** The first column of the first row. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new IllegalStateException("no row: " + sql);
      }
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
