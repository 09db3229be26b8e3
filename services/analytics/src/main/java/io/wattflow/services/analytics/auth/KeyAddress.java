package io.wattflow.services.analytics.auth;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A JWKS that an identity provider serves over HTTP. */
final class KeyAddress implements KeyOrigin {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(30);
  private static final Duration TOLERANCE = Duration.ofHours(24);

  private final URI address;
  private final Duration shortestInterval;
  private final ResourceRetriever http =
      new DefaultResourceRetriever(
          (int) CONNECT_TIMEOUT.toMillis(),
          (int) READ_TIMEOUT.toMillis(),
          VerificationKeys.MAX_BYTES);

  KeyAddress(URI address) {
    this(address, SHORTEST_INTERVAL);
  }

  KeyAddress(URI address, Duration shortestInterval) {
    this.address = address;
    this.shortestInterval = shortestInterval;
  }

  @Override
  public VerificationKeys load(VerificationKeys known) throws KeyLoadException {
    try {
      String text = http.retrieveResource(address.toURL()).getContent();
      VerificationKeys keys = VerificationKeys.parse(text, address.toString());
      return keys.equals(known) ? known : keys;
    } catch (IOException e) {
      throw new KeyLoadException(
          "%s cannot be fetched: %s %s"
              .formatted(address, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public Duration shortestInterval() {
    return shortestInterval;
  }

  @Override
  public Duration tolerance() {
    return TOLERANCE;
  }
}
