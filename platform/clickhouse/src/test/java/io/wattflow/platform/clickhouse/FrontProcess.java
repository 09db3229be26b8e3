package io.wattflow.platform.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The front as its own process, as users run it, with the classes under test. */
final class FrontProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final Path log;
  private final int port;
  private Process process;

  private FrontProcess(Path folder) throws IOException {
    this.folder = folder;
    this.log = folder.resolve("front.log");
    try (ServerSocket socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.process = launch();
  }

  static FrontProcess start(Path folder) throws IOException {
    return new FrontProcess(folder);
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-Dwattflow.home=" + System.getProperty("wattflow.home"),
                "-cp",
                System.getProperty("java.class.path"),
                ClickHouseFront.class.getName(),
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("tables").toString(),
                "--memory",
                "1500m"));
    builder.environment().put("TZ", "UTC");
    Process started =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Awaitility.await("front ready, see " + log)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !started.isAlive() || pings());
    if (!started.isAlive()) {
      throw new IllegalStateException("the front ended: " + log());
    }
    return started;
  }

  private boolean pings() {
    try {
      return send(HttpRequest.newBuilder(uri("/ping")).build()).body().equals("Ok.\n");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  Process process() {
    return process;
  }

  int port() {
    return port;
  }

  /** The folder of its data. */
  Path tables() {
    return folder.resolve("tables");
  }

  URI uri(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  /** Posts a statement with these parameters ("a=1&b=2") and gives the whole answer. */
  HttpResponse<String> post(String parameters, String body) {
    return send(
        HttpRequest.newBuilder(uri("/?" + parameters))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The result of a statement that must succeed. */
  String query(String sql) {
    HttpResponse<String> answer = post("", sql);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    return answer.body();
  }

  HttpResponse<String> send(HttpRequest request) {
    return send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A connection of the official driver; parameters such as "compress=false". */
  Connection jdbc(String... parameters) throws SQLException {
    Properties properties = new Properties();
    for (String parameter : parameters) {
      String[] pair = parameter.split("=", 2);
      properties.setProperty(pair[0], pair[1]);
    }
    return DriverManager.getConnection("jdbc:clickhouse://127.0.0.1:" + port + "/", properties);
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  void restart() throws IOException {
    kill();
    process = launch();
  }

  /** Ends it with SIGTERM; gives whether it ended by itself. */
  boolean terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    kill();
  }
}
