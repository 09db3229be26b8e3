package io.wattflow.services.analytics.query;

import io.wattflow.services.http.Problem;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A question that was understood and gets no answer all the same. */
public final class QueryFailedException extends QueryException {
  @Serial private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized: it is answered where it is caught
  private final Problem problem;

  QueryFailedException(Problem problem, @Nullable Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
