package io.wattflow.simulation.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who answers is not the door: what it says is not what a door says. */
public final class UnreadableAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
