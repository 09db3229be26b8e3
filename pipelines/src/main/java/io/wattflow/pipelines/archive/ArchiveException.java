package io.wattflow.pipelines.archive;

/** An archive cannot be written or used; the message is one line that names what and why. */
public final class ArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  public ArchiveException(String message) {
    super(message);
  }
}
