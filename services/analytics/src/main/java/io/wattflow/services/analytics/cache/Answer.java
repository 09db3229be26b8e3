package io.wattflow.services.analytics.cache;

/**
 * What a question is answered with.
 *
 * @param status 200, or 404 for what does not exist
 * @param mediaType of the body
 * @param body is not changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copying bodies would cost.
public record Answer(int status, String mediaType, byte[] body) {
  /** Of successful answers. */
  public static final String JSON = "application/json";

  /** Something that exists. */
  public static Answer json(byte[] body) {
    return new Answer(200, JSON, body);
  }

  /** Whether it tells that something does not exist. */
  public boolean negative() {
    return status == 404;
  }
}
