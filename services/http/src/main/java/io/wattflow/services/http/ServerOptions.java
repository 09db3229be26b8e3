package io.wattflow.services.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of the command line that every service has; a mixin. */
public final class ServerOptions {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "<address>",
      description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--eventLoops",
      paramLabel = "<n>",
      description = "Threads that serve connections. Default: one for each core.")
  private int eventLoops = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--maxConnections",
      defaultValue = "20000",
      paramLabel = "<n>",
      description =
          "Connections at a time; further ones are closed at once. Default: ${DEFAULT-VALUE}.")
  private int maxConnections = 20_000;

  @Option(
      names = "--headTimeout",
      defaultValue = "10s",
      paramLabel = "<time>",
      description = "For a request's line and headers. Default: ${DEFAULT-VALUE}.")
  private Duration headTimeout = Duration.ofSeconds(10);

  @Option(
      names = "--bodyTimeout",
      defaultValue = "30s",
      paramLabel = "<time>",
      description = "For a request's body. Default: ${DEFAULT-VALUE}.")
  private Duration bodyTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--idleTimeout",
      defaultValue = "75s",
      paramLabel = "<time>",
      description = "For a connection's next request. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout = Duration.ofSeconds(75);

  @Option(
      names = "--drainTimeout",
      defaultValue = "20s",
      paramLabel = "<time>",
      description = "For requests in flight when the service stops. Default: ${DEFAULT-VALUE}.")
  private Duration drainTimeout = Duration.ofSeconds(20);

  @ArgGroup(exclusive = false)
  private @Nullable Tls tls;

  /** Both or none. */
  static final class Tls {
    @Option(
        names = "--tlsCert",
        required = true,
        paramLabel = "<file>",
        description = "PEM file with the certificate and its chain; with --tlsKey.")
    private Path certificate = Path.of("");

    @Option(
        names = "--tlsKey",
        required = true,
        paramLabel = "<file>",
        description = "PEM file with the private key; with --tlsCert.")
    private Path key = Path.of("");
  }

  /** What was asked for, on a port that the service names itself. */
  public ServerSettings settings(int port) {
    return new ServerSettings(
        host,
        port,
        tls == null ? null : tls.certificate,
        tls == null ? null : tls.key,
        eventLoops,
        maxConnections,
        headTimeout,
        bodyTimeout,
        idleTimeout,
        drainTimeout);
  }
}
