package io.wattflow.services.analytics.query;

import io.wattflow.services.http.Problem;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a question gets no answer; {@link #problem} is for who asked. */
public abstract sealed class QueryException extends Exception
    permits InvalidQueryException, QueryFailedException {
  @Serial private static final long serialVersionUID = 1L;

  QueryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What to answer. */
  public abstract Problem problem();
}
