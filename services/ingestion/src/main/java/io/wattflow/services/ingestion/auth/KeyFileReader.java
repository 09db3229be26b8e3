package io.wattflow.services.ingestion.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the text of a key file, strictly: what it does not understand may be what somebody relies
 * on. Every error names the file, the line and the field.
 */
final class KeyFileReader {
  static final String KEYS = "keys";

  // A field that is there twice would let the reader of the file see another value than we do.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final Path file;

  private KeyFileReader(JsonParser parser, Path file) {
    this.parser = parser;
    this.file = file;
  }

  /**
   * The keys by id, in the order of the file.
   *
   * @param file for messages
   * @throws ApiKeyStoreException if the text is no key file
   */
  static Map<String, ApiKey> read(byte[] json, Path file) {
    try (JsonParser parser = JSON.createParser(json)) {
      return new KeyFileReader(parser, file).keys();
    } catch (JsonProcessingException e) {
      throw new ApiKeyStoreException(
          file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }

  private Map<String, ApiKey> keys() throws IOException {
    String form = "the file must read {\"keys\": [...]}";
    expect(parser.nextToken(), JsonToken.START_OBJECT, form);
    expect(parser.nextToken(), JsonToken.FIELD_NAME, form);
    if (!parser.currentName().equals(KEYS)) {
      throw broken(line(), parser.currentName(), "is not known here; " + form);
    }
    expect(parser.nextToken(), JsonToken.START_ARRAY, form);
    Map<String, ApiKey> keys = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.START_OBJECT, "a key must be an object {...}");
      int line = line();
      ApiKey key = key(line);
      if (keys.put(key.id(), key) != null) {
        throw broken(line, ApiKeyFields.ID, "is the same as that of a key above");
      }
    }
    expect(parser.nextToken(), JsonToken.END_OBJECT, form);
    if (parser.nextToken() != null) {
      throw broken(line(), "nothing may follow the closing brace");
    }
    return keys;
  }

  private ApiKey key(int firstLine) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      lines.put(name, line());
      if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
        throw broken(line(), name, "must be a text or a whole number");
      }
      fields.put(name, parser.getText());
    }
    try {
      return ApiKeyFields.read(fields);
    } catch (InvalidApiKeyException e) {
      int line = lines.getOrDefault(e.field(), firstLine);
      throw new ApiKeyStoreException(file + ", line " + line + ": " + e.getMessage(), e);
    }
  }

  private void expect(JsonToken found, JsonToken expected, String rule) {
    if (found != expected) {
      throw broken(line(), rule);
    }
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private ApiKeyStoreException broken(int line, String field, String rule) {
    return broken(line, field + " " + rule);
  }

  private ApiKeyStoreException broken(int line, String rule) {
    return new ApiKeyStoreException(file + ", line " + line + ": " + rule);
  }
}
