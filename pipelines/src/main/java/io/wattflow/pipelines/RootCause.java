package io.wattflow.pipelines;

/**
 * What lies at the bottom of a failure: drivers and runners wrap it in what they were about to do.
 */
public final class RootCause {
  private RootCause() {}

  /** Its first line, for messages. */
  public static String line(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
