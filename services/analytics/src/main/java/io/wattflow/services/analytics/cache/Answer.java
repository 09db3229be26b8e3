package io.wattflow.services.analytics.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a question is answered with.
 *
 * @param status 200, or 404 for what does not exist
 * @param mediaType of the body
 * @param body is not changed by anybody
 * @param next address of the page behind this one, as a path with a query; null: it is the last, or
 *     the only one
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copying bodies would cost.
public record Answer(int status, String mediaType, byte[] body, @Nullable String next) {
  /** Of successful answers. */
  public static final String JSON = "application/json";

  /** All there is to say. */
  public Answer(int status, String mediaType, byte[] body) {
    this(status, mediaType, body, null);
  }

  /** Something that exists. */
  public static Answer json(byte[] body) {
    return new Answer(200, JSON, body);
  }

  /** Whether it tells that something does not exist. */
  public boolean negative() {
    return status == 404;
  }
}
