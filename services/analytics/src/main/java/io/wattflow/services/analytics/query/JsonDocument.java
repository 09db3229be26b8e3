package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Strict JSON: one document, every member once, and nothing deep or long in it. */
final class JsonDocument {
  static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_DEPTH = 8;
  private static final int MAX_STRING = 1_000;
  private static final int MAX_NUMBER = 40;

  // Names are not interned: what a stranger sends must not stay in the JVM's table.
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNameLength(MAX_STRING)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonDocument() {}

  /**
   * Reads a document.
   *
   * @throws InvalidQueryException if it is too long or not JSON; the field is where reading ended
   */
  static JsonNode read(byte[] document) throws InvalidQueryException {
    if (document.length > MAX_BYTES) {
      throw new InvalidQueryException("", "longer than %d bytes".formatted(MAX_BYTES));
    }
    try (JsonParser parser = JSON.createParser(document)) {
      JsonNode root = parse(parser);
      if (root == null || root.isMissingNode()) {
        throw new InvalidQueryException("", "empty: a JSON object is expected");
      }
      return root;
    } catch (IOException e) {
      throw new InvalidQueryException("", "not JSON in UTF-8");
    }
  }

  private static JsonNode parse(JsonParser parser) throws IOException, InvalidQueryException {
    try {
      return JSON.readValue(parser, JsonNode.class);
    } catch (JsonProcessingException e) {
      String pointer = parser.getParsingContext().pathAsPointer().toString();
      throw new InvalidQueryException(pointer, explain(e));
    }
  }

  /** The parser's own words, without the excerpt of the source that it adds. */
  private static String explain(JsonProcessingException failure) {
    String words =
        String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("not JSON");
    long at = failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
    return at < 0 ? words : "%s (byte %d)".formatted(words, at);
  }
}
