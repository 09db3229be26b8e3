package io.wattflow.simulation.load;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the door is reached.
 *
 * @param url where the service is, {@code http} or {@code https}, such as {@code
 *     http://127.0.0.1:3002}; the path of the door is added
 * @param connections kept open at most; at least 1
 * @param apiKey sent as the bearer's token; null: none
 * @param timeout so long without a byte of the answer, and the connection counts as broken; at
 *     least 1 ms
 */
public record DoorOptions(URI url, int connections, @Nullable String apiKey, Duration timeout) {
  private static final String PATH = "/v1/telemetry";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  public DoorOptions {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException("url must be http(s)://host:port, is " + url);
    }
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1, is " + connections);
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ms, is " + timeout);
    }
  }

  /** With a timeout of a minute. */
  public static DoorOptions of(URI url, int connections, @Nullable String apiKey) {
    return new DoorOptions(url, connections, apiKey, TIMEOUT);
  }

  /** Host of the service; of an IPv6 address without its brackets. */
  public String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Port of the service; the usual one if the address names none. */
  public int port() {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return tls() ? 443 : 80;
  }

  boolean tls() {
    return "https".equals(url.getScheme());
  }

  /** Path of the door, below that of the address. */
  String path() {
    String base = url.getRawPath() == null ? "" : url.getRawPath();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH;
  }
}
