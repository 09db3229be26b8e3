package io.wattflow.schemas.wire;

/**
 * The schema registry gave no usable answer for as long as {@link RegistryOptions#retryFor()}.
 *
 * <p>Not a {@link DecodeFailure}: nothing is wrong with the record, and a good record must not
 * become a dead letter because a server is down or a URL is wrong. The job fails, restarts from its
 * last checkpoint and asks again, so nothing is lost and nothing is refused wrongly.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
