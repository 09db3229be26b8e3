package io.wattflow.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a Confluent-compatible schema registry is, and how long to wait for it.
 *
 * @param url {@code http} or {@code https}; may carry a path, and {@code user:password@} for basic
 *     authentication
 * @param connectTimeout for the connection, positive
 * @param requestTimeout for one answer, positive
 * @param retryFor how long a registry that does not answer is asked again before {@link
 *     RegistryUnavailableException} is thrown; zero: not at all
 * @param unknownIdTtl how long an id the registry does not know is remembered as unknown, so that a
 *     flood of bad records is no flood of requests; positive
 */
public record RegistryOptions(
    URI url,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration retryFor,
    Duration unknownIdTtl)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the URL is not absolute HTTP, or a duration is not positive
   */
  public RegistryOptions {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("not an http(s) URL of a schema registry: " + masked(url));
    }
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("requestTimeout", requestTimeout);
    requirePositive("unknownIdTtl", unknownIdTtl);
    if (retryFor.isNegative()) {
      throw new IllegalArgumentException("retryFor must not be negative: " + retryFor);
    }
  }

  /**
   * A registry with the default waits: 2 s to connect, 5 s to answer, asked again for 30 s, unknown
   * ids remembered for 60 s.
   *
   * @throws IllegalArgumentException if it is not an absolute HTTP URL
   */
  public static RegistryOptions at(String url) {
    try {
      return new RegistryOptions(
          new URI(url),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
    } catch (URISyntaxException e) {
      // Neither the text nor the cause: the URL may hold a password.
      throw new IllegalArgumentException("not a URL of a schema registry: " + e.getReason());
    }
  }

  public RegistryOptions withRetryFor(Duration duration) {
    return new RegistryOptions(url, connectTimeout, requestTimeout, duration, unknownIdTtl);
  }

  public RegistryOptions withRequestTimeout(Duration duration) {
    return new RegistryOptions(url, connectTimeout, duration, retryFor, unknownIdTtl);
  }

  public RegistryOptions withUnknownIdTtl(Duration duration) {
    return new RegistryOptions(url, connectTimeout, requestTimeout, retryFor, duration);
  }

  /** The address of one schema, without user and password. */
  URI schemaAddress(int id) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + url.getHost() + port + base + "/schemas/ids/" + id);
  }

  /** Value of the Authorization header, or null if the URL has no user. */
  @Nullable String authorization() {
    String userInfo = url.getUserInfo();
    return userInfo == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
  }

  private static String masked(URI url) {
    String text = url.toString();
    String userInfo = url.getRawUserInfo();
    String authority = url.getRawAuthority();
    if (userInfo != null) {
      return text.replace(userInfo + "@", "***@");
    }
    // An authority that is no host:port is not split by URI, so a password may be anywhere in it.
    return authority != null && authority.contains("@") ? text.replace(authority, "***") : text;
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive: " + duration);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RegistryOptions[url="
        + masked(url)
        + ", connectTimeout="
        + connectTimeout
        + ", requestTimeout="
        + requestTimeout
        + ", retryFor="
        + retryFor
        + ", unknownIdTtl="
        + unknownIdTtl
        + "]";
  }
}
