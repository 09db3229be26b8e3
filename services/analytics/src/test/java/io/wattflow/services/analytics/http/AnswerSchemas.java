package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
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
        AnswerSchemas.class.getClassLoader().getResourceAsStream("openapi/analytics.json")) {
      return new AnswerSchemas(JSON.readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path with its method, as the description has them. */
  record Operation(String method, String path) {}

  /** All of them. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    description
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> operations.add(new Operation(method, path.getKey()))));
    return operations;
  }

  /** Fails unless the answer is one that the description promises. */
  void check(Operation operation, HttpResponse<String> answer) throws IOException {
    JsonNode response =
        description
            .path("paths")
            .path(operation.path())
            .path(operation.method())
            .path("responses")
            .path(Integer.toString(answer.statusCode()));
    assertThat(response.isMissingNode())
        .as("%s: status %s: %s", operation, answer.statusCode(), answer.body())
        .isFalse();
    if (!response.has("content")) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as("%s %s", answer.statusCode(), type).isFalse();
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(answer.headers().firstValue(name)).as(name).isPresent());
    if (!type.endsWith("json")) {
      return;
    }
    ObjectNode whole = description.deepCopy();
    whole.setAll((ObjectNode) schema);
    JsonSchema checker =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    assertThat(checker.validate(JSON.readTree(answer.body()))).as(answer.body()).isEmpty();
  }
}
