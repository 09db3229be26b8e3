package io.wattflow.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schemas by id from a Confluent-compatible registry: {@code GET /schemas/ids/{id}}.
 *
 * <p>An id means the same schema for ever, so an answer is kept for the client's life; that an id
 * is unknown may change and is forgotten after {@link RegistryOptions#unknownIdTtl()}. Thread-safe;
 * one client serves all decoders of a process. Two threads may ask for the same new id at once,
 * which is harmless.
 */
public final class SchemaRegistryClient {
  /**
   * What the registry says about an id.
   *
   * @param schema the writer's schema, or null if there is none to read with
   * @param failure why there is none; null if there is one
   * @param detail one line for people; empty if there is a schema
   * @param expiresAtNanos when to ask again, on the clock of {@link System#nanoTime()}; only for an
   *     unknown id
   */
  record Answer(
      @Nullable Schema schema,
      @Nullable DecodeFailure failure,
      String detail,
      long expiresAtNanos) {
    static Answer of(Schema schema) {
      return new Answer(schema, null, "", 0);
    }

    static Answer unusable(String detail) {
      return new Answer(null, DecodeFailure.INCOMPATIBLE_SCHEMA, detail, 0);
    }

    boolean isExpired() {
      return failure == DecodeFailure.UNKNOWN_SCHEMA_ID && System.nanoTime() - expiresAtNanos >= 0;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCEPT =
      "application/vnd.schemaregistry.v1+json, application/json;q=0.9";
  // "Schema not found" in the API of Confluent, which the compatible registries share.
  private static final int SCHEMA_NOT_FOUND = 40403;
  // Garbage may begin with 00 and carry any of 2^31 ids: the memory of them must have an end.
  private static final int MAX_REMEMBERED = 10_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final RegistryOptions options;
  private final HttpClient http;
  private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

  public SchemaRegistryClient(RegistryOptions options) {
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            // Without the attempt to upgrade to HTTP/2, which some proxies refuse.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * What the registry says about the id, from memory if it was asked before.
   *
   * @throws RegistryUnavailableException if there is no usable answer within the time to retry
   */
  Answer lookUp(int id) {
    Answer known = answers.get(id);
    if (known != null && !known.isExpired()) {
      return known;
    }
    Answer answer = ask(id);
    if (answers.size() >= MAX_REMEMBERED) {
      answers.values().removeIf(old -> old.failure() != null);
    }
    answers.put(id, answer);
    return answer;
  }

  private Answer ask(int id) {
    long deadline = System.nanoTime() + options.retryFor().toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return askOnce(id);
      } catch (IOException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw unavailable(id, e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable(id, e);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable(id, e);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private RegistryUnavailableException unavailable(int id, Exception cause) {
    return new RegistryUnavailableException(
        "no usable answer from the schema registry at "
            + options.schemaAddress(id)
            + ": "
            + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
        cause);
  }

  private Answer askOnce(int id) throws IOException, InterruptedException {
    URI address = options.schemaAddress(id);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(options.requestTimeout()).header("Accept", ACCEPT);
    String authorization = options.authorization();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response =
        http.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
    JsonNode body = parse(response);
    if (response.statusCode() == 200 && body.path("schema").isTextual()) {
      return toAnswer(id, body);
    }
    // A bare 404 may come from a proxy or a wrong path, which is no verdict on the record.
    if (response.statusCode() == 404 && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
      return new Answer(
          null,
          DecodeFailure.UNKNOWN_SCHEMA_ID,
          "the registry knows no schema " + id,
          System.nanoTime() + options.unknownIdTtl().toNanos());
    }
    throw new IOException("HTTP status " + response.statusCode());
  }

  private static JsonNode parse(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Answer toAnswer(int id, JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return Answer.unusable("schema " + id + " of the registry is " + type + ", not Avro");
    }
    if (!body.path("references").isEmpty()) {
      return Answer.unusable("schema " + id + " of the registry refers to other schemas");
    }
    try {
      Schema schema = new Schema.Parser().parse(body.path("schema").asText());
      return schema.getType() == Schema.Type.RECORD
          ? Answer.of(schema)
          : Answer.unusable("schema " + id + " of the registry is no record");
    } catch (AvroRuntimeException e) {
      return Answer.unusable("schema " + id + " of the registry is not valid: " + e.getMessage());
    }
  }
}
