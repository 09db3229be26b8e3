package io.wattflow.services.analytics.auth;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A key for signing cannot be made or used; the message says why, and what helps, in one line. */
final class TokenKeyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TokenKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
