package io.wattflow.pipelines.backfill;

/** Stored readings cannot be used; the message is one line that names what, where and why. */
public class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }

  public SourceException(String message) {
    super(message);
  }
}
