package io.wattflow.services.analytics.auth;

import java.io.Serial;

/** A token that does not hold. The message says why, and quotes nothing of the token. */
public final class RefusedTokenException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public RefusedTokenException(String message) {
    super(message);
  }
}
