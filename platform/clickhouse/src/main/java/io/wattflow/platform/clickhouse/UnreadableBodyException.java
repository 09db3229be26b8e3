package io.wattflow.platform.clickhouse;

import java.io.IOException;

/** A request's body has arrived but is not what its encoding says. */
final class UnreadableBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableBodyException(String message) {
    super(message);
  }

  /** The message, never null. */
  String text() {
    return String.valueOf(getMessage());
  }
}
