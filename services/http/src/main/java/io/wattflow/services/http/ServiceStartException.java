package io.wattflow.services.http;

import org.jspecify.annotations.Nullable;

/** A service cannot start; the message says why and what helps, in one line. */
public final class ServiceStartException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServiceStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
