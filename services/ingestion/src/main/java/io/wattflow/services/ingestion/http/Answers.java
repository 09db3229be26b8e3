package io.wattflow.services.ingestion.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.wattflow.services.http.Problem;
import io.wattflow.services.ingestion.body.BodyFormat;
import io.wattflow.services.ingestion.body.MalformedBodyException;
import io.wattflow.services.ingestion.body.ReadingBatch;
import io.wattflow.services.ingestion.body.Rejection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the ingestion path answers, in one place; {@code openapi.json} describes it. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** Every reading is safe. */
  static Buffer accepted(int readings) {
    return Buffer.buffer("{\"accepted\":" + readings + "}");
  }

  /** Some are safe, the others are refused. */
  static Buffer mixed(ReadingBatch batch) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accepted", batch.accepted().size());
    members.put("rejected", batch.rejected().stream().map(Rejection::members).toList());
    try {
      return Buffer.buffer(JSON.writeValueAsBytes(members));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of strings and numbers is JSON", e);
    }
  }

  /** None can be accepted. */
  static Problem allRejected(List<Rejection> rejected) {
    boolean foreign =
        rejected.stream().allMatch(one -> one.reason().equals(Rejection.FOREIGN_USER));
    Rejection first = rejected.get(0);
    Problem problem =
        foreign
            ? Problem.of(403, "foreign-user", "Not your devices", first.detail())
            : Problem.of(422, "invalid-reading", "Invalid reading", first.detail());
    if (rejected.size() == 1 && first.field() != null) {
      problem = problem.with("field", first.field());
    }
    if (rejected.size() == 1) {
      problem = problem.with("reason", first.reason());
    }
    return problem.with("rejected", rejected.stream().map(Rejection::members).toList());
  }

  static Problem malformed(MalformedBodyException body) {
    String type = body.status() == 413 ? "too-large" : "malformed-body";
    String title = body.status() == 413 ? "Too large" : "Body not understood";
    return Problem.of(body.status(), type, title, body.detail()).with("reason", body.reason());
  }

  static Problem tooLarge(int maxBytes) {
    return Problem.of(
        413,
        "too-large",
        "Too large",
        "a body may have " + maxBytes + " bytes: send the readings in several requests");
  }

  static Problem wrongType() {
    return Problem.of(
        415,
        "unsupported-content-type",
        "Content type not supported",
        "send Content-Type " + BodyFormat.ACCEPTED + ", text in UTF-8");
  }

  static Problem wrongEncoding() {
    return Problem.of(
        415,
        "unsupported-content-encoding",
        "Content encoding not supported",
        "send Content-Encoding gzip, or none");
  }

  static Problem unauthorized(String detail) {
    return Problem.of(401, "unauthorized", "Not authorized", detail);
  }

  static Problem tooSlow() {
    return Problem.of(408, "too-slow", "Body too slow", "the body did not end in time");
  }

  static Problem overQuota(String clientId, long waitNanos) {
    return Problem.of(
            429,
            "over-quota",
            "Over quota",
            "client " + clientId + " has sent more readings than its quota allows")
        .retryAfter(Duration.ofNanos(waitNanos));
  }

  static Problem busy() {
    return unavailable(
        "busy", "Busy", "as many requests are in flight as memory allows", Duration.ofSeconds(1));
  }

  static Problem shedding(Duration wait) {
    return unavailable(
        "shedding-load", "Shedding load", "too many requests have failed lately", wait);
  }

  static Problem keysAway(String detail) {
    return unavailable("keys-unavailable", "Keys cannot be checked", detail, Duration.ofSeconds(2));
  }

  /**
   * Kafka has not acknowledged.
   *
   * @param failure the producer's
   */
  static Problem notAcknowledged(Exception failure) {
    return unavailable(
        "not-acknowledged",
        "Not acknowledged",
        "Kafka has not acknowledged every reading ("
            + failure.getClass().getSimpleName()
            + "): send them again, a reading counts once",
        Duration.ofSeconds(2));
  }

  private static Problem unavailable(String type, String title, String detail, Duration wait) {
    return Problem.of(503, type, title, detail).retryAfter(wait);
  }
}
