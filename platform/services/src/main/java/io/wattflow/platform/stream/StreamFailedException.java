package io.wattflow.platform.stream;

import java.io.IOException;

/**
 * The stream's process did not do what was asked of it; the message is one line, with the last one
 * of its log and where to read on.
 */
public final class StreamFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  public StreamFailedException(String message) {
    super(message);
  }
}
