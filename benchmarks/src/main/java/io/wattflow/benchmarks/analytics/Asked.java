package io.wattflow.benchmarks.analytics;

import io.vertx.core.buffer.Buffer;

/**
 * A question that is sent.
 *
 * @param name of the question, for the report
 * @param userId whose question it is
 * @param uri path and query
 * @param authorization header that shows who asks
 */
record Asked(String name, long userId, String uri, String authorization) {
  private static final String BEGINNING = "{\"user_id\":";

  /** Whether an answer is this user's. */
  boolean isAnsweredBy(Buffer body) {
    String expected = BEGINNING + userId + ",";
    return body.length() > expected.length()
        && body.getString(0, expected.length()).equals(expected);
  }
}
