package io.wattflow.sql;

import org.jspecify.annotations.Nullable;

/**
 * A migration that could not be applied. The message is one line for people and says what to do.
 */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
