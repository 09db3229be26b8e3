package io.wattflow.services.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not served, as the problem details of RFC 9457.
 *
 * @param status 400 to 599
 * @param type stable name of the kind of problem, lower case with hyphens; the {@code type} is
 *     {@code urn:wattflow:problem:<type>}
 * @param title the kind in words, the same for every occurrence
 * @param detail what is wrong with this request and, where the client can do something, what
 * @param retryAfter when trying again makes sense; null: not by itself
 * @param extensions further members, such as {@code field}; values that Jackson can write
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    @Nullable Duration retryAfter,
    Map<String, Object> extensions) {
  /** The media type of problem details. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLIS_PER_SECOND = 1_000;

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not an error");
    }
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** Without anything but the members that every problem has. */
  public static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, null, Map.of());
  }

  /** A fault of the service, whose cause is in its log. */
  public static Problem internal() {
    return of(500, "internal", "Internal error", "a fault of the service; its log has the cause");
  }

  /** The same problem, and when to try again. */
  public Problem retryAfter(Duration delay) {
    return new Problem(status, type, title, detail, delay, extensions);
  }

  /** The same problem with one more member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(status, type, title, detail, retryAfter, more);
  }

  /** Whole seconds to wait, at least 1; null where {@link #retryAfter} is. */
  public @Nullable Long retryAfterSeconds() {
    return retryAfter == null
        ? null
        : Math.max(1, (retryAfter.toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
  }

  /**
   * Ends a response with this problem; does nothing if it has ended or its client is gone.
   *
   * @return when it has been written
   */
  public Future<Void> send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    Long seconds = retryAfterSeconds();
    if (seconds != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
    }
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Buffer.buffer(json()));
  }

  /** The body that {@link #send} writes. */
  public byte[] json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "urn:wattflow:problem:" + type);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.putAll(extensions);
    try {
      return JSON.writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an extension of " + type + " is not JSON", e);
    }
  }
}
