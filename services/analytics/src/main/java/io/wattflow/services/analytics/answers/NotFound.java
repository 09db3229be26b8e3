package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.http.Problem;

/**
 * What does not exist, or is somebody else's: the two are told in the very same bytes, so that
 * nobody learns of other tenants by asking.
 */
public final class NotFound {
  private static final int STATUS = 404;

  private NotFound() {}

  /** A user of whom there is nothing, or nothing for this caller. */
  public static Answer user(long userId) {
    return of("no user " + Long.toUnsignedString(userId));
  }

  /** A device that the user does not have. */
  public static Answer device(String deviceId) {
    return of("no device " + deviceId);
  }

  private static Answer of(String detail) {
    return new Answer(
        STATUS, Problem.MEDIA_TYPE, Problem.of(STATUS, "not-found", "Not found", detail).json());
  }
}
