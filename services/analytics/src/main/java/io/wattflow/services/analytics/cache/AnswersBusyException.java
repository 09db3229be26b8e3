package io.wattflow.services.analytics.cache;

import java.io.Serial;
import java.time.Duration;

/** More questions wait for an answer than the cache takes, or it is closed. */
public final class AnswersBusyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  AnswersBusyException(Throwable cause) {
    super("too many questions wait for an answer already", cause);
  }

  /** When asking again makes sense. */
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
