package io.wattflow.services.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a service listens.
 *
 * @param host address to listen on
 * @param port 0: a free one
 * @param certificate PEM file with the certificate and its chain; null: no TLS
 * @param key PEM file with the private key; null if and only if {@code certificate} is
 * @param eventLoops threads that serve connections, at least 1
 * @param maxConnections further ones are closed at once, at least 1
 * @param headTimeout how long a client may take for a request's line and headers
 * @param bodyTimeout how long it may take for the body
 * @param idleTimeout how long a connection may wait for its next request
 * @param drainTimeout how long requests in flight may take when the service stops
 */
public record ServerSettings(
    String host,
    int port,
    @Nullable Path certificate,
    @Nullable Path key,
    int eventLoops,
    int maxConnections,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration drainTimeout) {

  public ServerSettings {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("TLS needs a certificate and a key: give both or none");
    }
    if (eventLoops < 1 || maxConnections < 1) {
      throw new IllegalArgumentException("eventLoops and maxConnections must be at least 1");
    }
  }

  /** On loopback without TLS, a thread for each core; what a test or a demo needs. */
  public static ServerSettings onLoopback(int port) {
    return new ServerSettings(
        "127.0.0.1",
        port,
        null,
        null,
        Runtime.getRuntime().availableProcessors(),
        20_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Duration.ofSeconds(20));
  }

  /** The same settings with other time limits for slow clients. */
  public ServerSettings withTimeouts(Duration head, Duration body, Duration idle) {
    return new ServerSettings(
        host, port, certificate, key, eventLoops, maxConnections, head, body, idle, drainTimeout);
  }

  /** The same settings with TLS, by two PEM files. */
  public ServerSettings withTls(Path certificateFile, Path keyFile) {
    return new ServerSettings(
        host,
        port,
        certificateFile,
        keyFile,
        eventLoops,
        maxConnections,
        headTimeout,
        bodyTimeout,
        idleTimeout,
        drainTimeout);
  }

  /** The same settings with another bound of connections. */
  public ServerSettings withMaxConnections(int connections) {
    return new ServerSettings(
        host,
        port,
        certificate,
        key,
        eventLoops,
        connections,
        headTimeout,
        bodyTimeout,
        idleTimeout,
        drainTimeout);
  }

  /** Whether clients have to speak TLS. */
  public boolean tls() {
    return certificate != null;
  }
}
