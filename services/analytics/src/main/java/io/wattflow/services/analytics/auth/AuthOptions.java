package io.wattflow.services.analytics.auth;

import io.wattflow.services.http.ServiceStartException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where the keys are that tokens are signed with, and what tokens must say.
 *
 * @param source {@code none}, {@code jwks:<file>} or {@code jwks:https://…}; {@code http} on
 *     loopback only, for who sits on the way could put keys of their own into it
 * @param issuer what {@code iss} must be; empty: anything
 * @param audience what {@code aud} must hold; empty: anything
 */
public record AuthOptions(String source, Optional<String> issuer, Optional<String> audience) {
  /** The source of a service that asks for no token. */
  public static final String NONE = "none";

  private static final String JWKS = "jwks:";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Whether no token is asked for: then the service may listen on loopback only. */
  public boolean isOpen() {
    return source.equals(NONE);
  }

  /**
   * Opens what the source names. A file has to be there; an address need not answer yet, and {@link
   * Authenticator#trouble} says so until it does.
   *
   * @throws ServiceStartException if the source is none of the three or its file is of no use; one
   *     line that names the option
   */
  public Authenticator open() throws ServiceStartException {
    if (isOpen()) {
      return new OpenAuthenticator();
    }
    if (!source.startsWith(JWKS) || source.length() == JWKS.length()) {
      throw new ServiceStartException(
          "--auth: write jwks:<file>, jwks:https://<address> or none", null);
    }
    try {
      KeyRing ring = new KeyRing(origin(source.substring(JWKS.length())));
      return new JwtAuthenticator(ring, new TokenRules(issuer, audience));
    } catch (KeyLoadException e) {
      throw new ServiceStartException("--auth: " + e.getMessage(), e);
    }
  }

  private static KeyOrigin origin(String where) throws ServiceStartException {
    try {
      if (where.startsWith("https:") || where.startsWith("http:")) {
        return new KeyAddress(address(where));
      }
      return new KeyFile(Path.of(where));
    } catch (InvalidPathException e) {
      throw new ServiceStartException("--auth: not a path: " + e.getMessage(), e);
    }
  }

  private static URI address(String text) throws ServiceStartException {
    try {
      URI address = new URI(text);
      String host = address.getHost();
      if (host == null || address.getUserInfo() != null) {
        throw new ServiceStartException(
            "--auth: an address needs a host and no password: jwks:https://host/path", null);
      }
      if ("http".equals(address.getScheme()) && !LOOPBACK.contains(host)) {
        throw new ServiceStartException(
            "--auth: keys from another machine need https: anybody on the way could swap them",
            null);
      }
      return address;
    } catch (URISyntaxException e) {
      throw new ServiceStartException("--auth: not an address: " + e.getMessage(), e);
    }
  }
}
