package io.wattflow.services.analytics.http;

import io.wattflow.services.http.Problem;
import java.io.Serial;

/** A request that is not served, and why. */
final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    // No trace: it tells of the request and not of the code.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** A parameter that cannot be served. */
  static ProblemException field(String field, String detail) {
    return new ProblemException(
        Problem.of(400, "invalid-parameter", "Invalid parameter", field + ": " + detail)
            .with("field", field));
  }

  Problem problem() {
    return problem;
  }
}
