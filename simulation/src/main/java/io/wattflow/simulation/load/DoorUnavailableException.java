package io.wattflow.simulation.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The door was not there, the connection broke, or all that it said was "later". What was sent may
 * or may not have been taken; sent again, it does no harm.
 */
public final class DoorUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  DoorUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
