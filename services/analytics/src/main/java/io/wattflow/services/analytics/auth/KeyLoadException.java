package io.wattflow.services.analytics.auth;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Keys cannot be had from where they are; the message names the place and what helps. */
final class KeyLoadException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  KeyLoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
