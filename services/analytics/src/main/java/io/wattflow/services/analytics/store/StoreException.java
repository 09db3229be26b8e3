package io.wattflow.services.analytics.store;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** ClickHouse cannot answer now; the message says why, and names no password. */
public final class StoreException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public StoreException(String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** When asking again makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
