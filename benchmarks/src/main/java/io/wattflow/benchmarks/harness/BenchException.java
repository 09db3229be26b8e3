package io.wattflow.benchmarks.harness;

/**
 * A benchmark cannot run: its message is one line that says why and what to do. The command line
 * prints it and ends with exit code 1.
 */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason and the remedy in one line. */
  public BenchException(String message) {
    super(message);
  }

  /** With the reason and the remedy in one line. */
  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
