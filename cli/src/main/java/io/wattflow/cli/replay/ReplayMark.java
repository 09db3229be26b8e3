package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a letter that was replayed to a topic: a JSON object, under a key of both,
 * so that what becomes of the letter elsewhere does not replace it.
 *
 * <p>It is written twice. Before the sending it names the topic alone: should nobody come to write
 * the second one, the bytes may be in that topic or not. After the sending it names the place.
 *
 * @param digest of the payload, see {@link Letter#digest}
 * @param topic that the payload is sent to
 * @param landed where it stands there; null: it was about to be sent
 * @param at when this was written, to the millisecond
 */
record ReplayMark(String digest, String topic, @Nullable Place landed, Instant at) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String DIGEST = "payload_sha256_128";
  private static final String TOPIC = "topic";
  private static final String PARTITION = "partition";
  private static final String OFFSET = "offset";
  private static final String AT = "at";

  /**
   * The key of the mark of a letter and a topic. No topic has a slash in its name. The digest tells
   * letters of one place apart, which there are if the letter's topic was made anew. In an older
   * version the key was the letter's place alone.
   */
  static String key(Place letter, String topic, String digest) {
    return letter + "/" + topic + "/" + digest;
  }

  /** The key of this mark, which is one of a letter at that place. */
  String key(Place letter) {
    return key(letter, topic, digest);
  }

  /** Whether Kafka has confirmed that it is there. */
  boolean isSent() {
    return landed != null;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(DIGEST, digest);
      writeFields(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Where to and when, into an object that is open. */
  void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField(TOPIC, topic);
    if (landed != null) {
      json.writeNumberField(PARTITION, landed.partition());
      json.writeNumberField(OFFSET, landed.offset());
    }
    json.writeStringField(AT, at.toString());
  }

  /**
   * Reads what {@link #encode} has written; fields it does not know are passed over.
   *
   * @throws IOException if it is anything else
   */
  static ReplayMark decode(byte[] value) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object: " + Printable.text(new String(value, UTF_8)));
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken().isStructStart()) {
          json.skipChildren();
        } else {
          fields.put(name, json.getText());
        }
      }
    }
    try {
      String topic = field(fields, TOPIC);
      Place landed =
          fields.containsKey(OFFSET)
              ? new Place(
                  topic,
                  Integer.parseInt(field(fields, PARTITION)),
                  Long.parseLong(field(fields, OFFSET)))
              : null;
      return new ReplayMark(field(fields, DIGEST), topic, landed, Instant.parse(field(fields, AT)));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IOException("no replay's mark: " + e.getMessage(), e);
    }
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("no replay's mark: it has no " + name);
    }
    return value;
  }
}
