package io.wattflow.benchmarks.influxdb;

import io.wattflow.benchmarks.harness.OwnedProcess;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.platform.FolderTree;
import io.wattflow.platform.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** InfluxDB 1.x on free ports of 127.0.0.1, with a folder of its own that goes when it ends. */
public final class InfluxServer implements AutoCloseable {
  private static final String NAME = "InfluxDB";
  private static final String DATABASE = "wattflow";
  private static final String PROGRAM = "influxd";
  private static final String REMEDY =
      "not measured: influxd is not on the PATH (Debian: apt-get install influxdb)";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 100;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final Process process;
  private final Path folder;
  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final OwnedProcess owned;

  private InfluxServer(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
    this.owned = new OwnedProcess(process, STOP_TIMEOUT);
  }

  /** The program, if the PATH has it. */
  private static Optional<Path> program() {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it with an empty database, and waits until it answers.
   *
   * @throws SubjectFailedException if it does not, or the PATH has no InfluxDB
   */
  public static InfluxServer start(Path folder)
      throws IOException, InterruptedException, SubjectFailedException {
    Path program = program().orElseThrow(() -> new SubjectFailedException(REMEDY));
    int port = Ports.claim(NAME, 0);
    Files.createDirectories(folder);
    Path config = Files.writeString(folder.resolve("influxdb.conf"), config(folder, port));
    Path log = folder.resolve("influxd.log");
    Process process =
        new ProcessBuilder(program.toString(), "run", "-config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    InfluxServer server = new InfluxServer(process, folder, port);
    boolean ready = false;
    try {
      server.awaitAnswer(log);
      server.query("CREATE DATABASE " + DATABASE);
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  private void awaitAnswer(Path log)
      throws IOException, InterruptedException, SubjectFailedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        String words = Files.readString(log).lines().reduce("", (a, b) -> b);
        throw new SubjectFailedException("influxd does not start: " + words);
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Everything that costs and helps nobody here is off, and its caches are large: a log line for
   * each request, its own monitoring; and the log of writes is synced every 100 ms, as its manual
   * recommends for what is not an SSD.
   */
  private static String config(Path folder, int port) {
    return """
        reporting-disabled = true
        bind-address = "127.0.0.1:%1$d"
        [meta]
          dir = "%3$s/meta"
        [data]
          dir = "%3$s/data"
          wal-dir = "%3$s/wal"
          wal-fsync-delay = "100ms"
          cache-max-memory-size = "4g"
          query-log-enabled = false
          max-series-per-database = 0
          max-values-per-tag = 0
        [monitor]
          store-enabled = false
        [subscriber]
          enabled = false
        [http]
          bind-address = "127.0.0.1:%2$d"
          log-enabled = false
          max-body-size = 0
        [continuous_queries]
          enabled = true
          log-enabled = false
          query-stats-enabled = false
          run-interval = "1s"
        """
        .formatted(Ports.claim(NAME, 0), port, folder);
  }

  /** Its version, as it tells; empty if it does not. */
  public Optional<String> version() throws IOException, InterruptedException {
    return get("/ping").headers().firstValue("X-Influxdb-Version");
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/ping").statusCode() == 204;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(path)).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.timeout(ANSWER_TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Where lines with times in ns go. */
  public URI writeAddress() {
    return address("/write?db=" + DATABASE + "&precision=ns");
  }

  /**
   * Runs a statement of its query language; the answer is JSON.
   *
   * @throws IOException if it is refused
   */
  public String query(String statement) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(address("/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "db="
                            + DATABASE
                            + "&q="
                            + URLEncoder.encode(statement, StandardCharsets.UTF_8))));
    if (answer.statusCode() != 200 || answer.body().contains("\"error\"")) {
      throw new IOException("InfluxDB refuses \"" + statement + "\": " + answer.body().strip());
    }
    return answer.body();
  }

  /** All its counters as JSON. */
  public String counters() throws IOException, InterruptedException {
    return get("/debug/vars").body();
  }

  /** Id of its process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    owned.close();
    FolderTree.delete(folder);
  }
}
