package io.wattflow.services.analytics.auth;

import java.io.Serial;

/** The keys that tokens are signed with cannot be fetched now. */
public final class KeysUnavailableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public KeysUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
