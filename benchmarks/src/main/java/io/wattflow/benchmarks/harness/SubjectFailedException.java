package io.wattflow.benchmarks.harness;

/**
 * A subject broke down, or what it computed is wrong. Its message, one line, stands in the report
 * instead of a rate.
 */
public final class SubjectFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason in one line. */
  public SubjectFailedException(String reason) {
    super(reason);
  }

  /** With the reason in one line. */
  public SubjectFailedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
