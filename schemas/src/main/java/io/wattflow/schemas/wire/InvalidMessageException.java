package io.wattflow.schemas.wire;

import java.io.IOException;

/** The bytes are not a message of the expected record. */
public final class InvalidMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidMessageException(String message, Throwable cause) {
    super(message, cause);
  }

  InvalidMessageException(String message) {
    super(message);
  }
}
