package io.wattflow.platform.service;

import io.wattflow.platform.PartProcess;
import io.wattflow.platform.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service as a child process: the very same command line as {@code bin/wattflow ingest} or {@code
 * bin/wattflow analytics}, so that what is tested is what users run. It must have been built, and
 * ends with this process. Thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 2_000;

  private final PartProcess process;
  private final URI address;

  private ServiceProcess(PartProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the ingestion service on a free port of loopback, and waits until it takes readings.
   *
   * @param home the project's root folder, built
   * @param options of {@code wattflow ingest} beside the port, {@code --name=value} each
   * @param log file that its output is appended to
   * @throws io.wattflow.platform.PlatformException if it does not start
   */
  public static ServiceProcess ingestion(Path home, List<String> options, Path log) {
    return start("Ingestion", "ingest", 0, home, options, log);
  }

  /**
   * Starts the analytics service on loopback, and waits until it answers questions.
   *
   * @param port 0: a free one
   * @param home the project's root folder, built
   * @param options of {@code wattflow analytics} beside the port, {@code --name=value} each
   * @param log file that its output is appended to
   * @throws io.wattflow.platform.PlatformException if it does not start
   */
  public static ServiceProcess analytics(int port, Path home, List<String> options, Path log) {
    return start("Analytics", "analytics", port, home, options, log);
  }

  private static ServiceProcess start(
      String name, String subcommand, int port, Path home, List<String> options, Path log) {
    int claimed = Ports.claim(name, port);
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("wattflow").toString());
    command.add(subcommand);
    command.add("--port=" + claimed);
    command.addAll(options);
    PartProcess process =
        PartProcess.start(
            // Whoever calls this has been built, and a build in the background would surprise.
            new PartProcess.Spec(name, command, Map.of("WATTFLOW_NO_BUILD", "1"), log, false));
    URI address = URI.create("http://127.0.0.1:" + claimed);
    process.awaitReady(() -> isReady(address), START_TIMEOUT);
    return new ServiceProcess(process, address);
  }

  private static boolean isReady(URI address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) address.resolve("/readyz").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false; // nobody answers yet
    }
  }

  /** Where it listens, such as http://127.0.0.1:3002. */
  public URI address() {
    return address;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /** Asks it to end, which answers what is in flight, and waits. */
  @Override
  public void close() {
    process.stop();
  }
}
