package io.wattflow.core.tariff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON of which every value knows its line, so that an error can name it. Numbers stay text: a
 * price must not pass through a double.
 */
sealed interface LocatedJson {
  /** Counted from 1. */
  int line();

  /** What it is, for messages. */
  String form();

  /** An object. */
  record Fields(int line, Map<String, LocatedJson> values) implements LocatedJson {
    @Override
    public String form() {
      return "an object {...}";
    }
  }

  /** An array. */
  record Elements(int line, List<LocatedJson> values) implements LocatedJson {
    @Override
    public String form() {
      return "a list [...]";
    }
  }

  /** A text or a number. */
  record Text(int line, String value) implements LocatedJson {
    @Override
    public String form() {
      return "'" + value + "'";
    }
  }

  /** A true, false or null. */
  record Literal(int line, String value) implements LocatedJson {
    @Override
    public String form() {
      return value;
    }
  }

  /**
   * Reads one value.
   *
   * @param file for messages
   * @throws InvalidTariffException if it is no JSON, or an object has a field twice
   */
  static LocatedJson read(byte[] json, String file) throws InvalidTariffException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new InvalidTariffException(file + ", line 1: is empty; write {\"tariffs\": [...]}");
      }
      LocatedJson value = value(parser);
      if (parser.nextToken() != null) {
        throw new InvalidTariffException(
            file + ", line " + line(parser) + ": nothing may follow the closing brace");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InvalidTariffException(
          file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }

  private static LocatedJson value(JsonParser parser) throws IOException {
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, LocatedJson> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield new Fields(line, fields);
      }
      case START_ARRAY -> {
        List<LocatedJson> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Elements(line, elements);
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Text(line, parser.getText());
      default -> new Literal(line, parser.getText());
    };
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
