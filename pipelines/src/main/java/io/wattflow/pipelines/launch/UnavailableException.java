package io.wattflow.pipelines.launch;

/**
 * A part that the job needs cannot be used; the message names the part, the reason and the remedy.
 */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnavailableException(String message) {
    super(message);
  }
}
