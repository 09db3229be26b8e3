package io.wattflow.services.ingestion.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Objects;

/** Holds answers against {@code openapi.json}: status, media type, headers and body. */
final class AnswerSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode description;

  private AnswerSchemas(JsonNode description) {
    this.description = description;
  }

  static AnswerSchemas load() {
    try (InputStream in =
        AnswerSchemas.class.getClassLoader().getResourceAsStream("openapi/ingestion.json")) {
      return new AnswerSchemas(JSON.readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the answer is one that the description promises. */
  void check(HttpResponse<String> answer) throws IOException {
    JsonNode response =
        description
            .path("paths")
            .path("/v1/telemetry")
            .path("post")
            .path("responses")
            .path(Integer.toString(answer.statusCode()));
    assertThat(response.isMissingNode()).as("status %s", answer.statusCode()).isFalse();
    String type = answer.headers().firstValue("content-type").orElse("");
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as("%s %s", answer.statusCode(), type).isFalse();
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(answer.headers().firstValue(name)).as(name).isPresent());
    JsonNode whole = description.deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) whole)
        .put("$ref", schema.path("$ref").asText());
    JsonSchema checker =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    assertThat(checker.validate(JSON.readTree(answer.body()))).as(answer.body()).isEmpty();
  }
}
