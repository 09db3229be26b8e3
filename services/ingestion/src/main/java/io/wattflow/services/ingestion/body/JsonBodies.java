package io.wattflow.services.ingestion.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.StrictUtf8;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** JSON, as one document or a document on each line. Not thread-safe. */
final class JsonBodies {
  private static final String MALFORMED = "MALFORMED_JSON";

  // Names are not interned: what a stranger sends must not stay in the JVM's table.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(BodyLimits.MAX_NESTING)
                  .maxStringLength(BodyLimits.MAX_STRING)
                  .maxNameLength(BodyLimits.MAX_STRING)
                  .maxNumberLength(BodyLimits.MAX_NUMBER)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final ReadingJudge judge;
  private final JsonReading object = new JsonReading();
  private final DecodedReading holder = new DecodedReading();

  JsonBodies(ReadingJudge judge) {
    this.judge = judge;
  }

  /** One object, or an array of objects, and nothing behind it. */
  void readDocument(
      byte[] body, int length, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws MalformedBodyException {
    requireUtf8(body, length);
    try (JsonParser json = FACTORY.createParser(body, 0, length)) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.START_OBJECT) {
        readObject(json, ownUser, nowMillis, batch);
      } else if (first == JsonToken.START_ARRAY) {
        readElements(json, ownUser, nowMillis, batch);
      } else {
        throw malformed("an object or an array of objects is expected");
      }
      if (json.nextToken() != null) {
        throw malformed("there is more behind the end of the document" + place(json));
      }
    } catch (IOException e) {
      throw malformed(explain(e));
    }
  }

  private void readElements(
      JsonParser json, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws IOException, MalformedBodyException {
    JsonToken token = json.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (token == JsonToken.START_OBJECT) {
        readObject(json, ownUser, nowMillis, batch);
      } else {
        json.skipChildren();
        batch.reject(
            new Rejection(
                batch.size(), null, Rejection.WRONG_TYPE, "a reading must be a JSON object"));
      }
      token = json.nextToken();
    }
  }

  private void readObject(JsonParser json, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws IOException, MalformedBodyException {
    Rejection rejection = object.read(json, batch.size(), ownUser, holder);
    if (rejection == null) {
      judge.judge(holder, object.deviceId(), ownUser, nowMillis, batch);
    } else {
      batch.reject(rejection);
    }
  }

  /** An object on each line; empty lines do not count. */
  void readLines(byte[] body, int length, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws MalformedBodyException {
    requireUtf8(body, length);
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && body[end] != '\n') {
        end++;
      }
      if (!isBlank(body, start, end)) {
        readLine(body, start, end, ownUser, nowMillis, batch);
      }
      start = end + 1;
    }
  }

  private static boolean isBlank(byte[] body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void readLine(
      byte[] body, int start, int end, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws MalformedBodyException {
    String wrong = null;
    try (JsonParser json = FACTORY.createParser(body, start, end - start)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        wrong = "the line is no JSON object";
      } else {
        Rejection rejection = object.read(json, batch.size(), ownUser, holder);
        // Looked at before the reading counts: a line is taken whole or not at all.
        if (json.nextToken() != null) {
          wrong = "there is more behind the object";
        } else if (rejection == null) {
          judge.judge(holder, object.deviceId(), ownUser, nowMillis, batch);
        } else {
          batch.reject(rejection);
        }
      }
    } catch (IOException e) {
      wrong = explain(e);
    }
    if (wrong != null) {
      batch.reject(new Rejection(batch.size(), null, Rejection.MALFORMED_JSON, wrong));
    }
  }

  private static void requireUtf8(byte[] body, int length) throws MalformedBodyException {
    if (length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
      throw new MalformedBodyException(
          400, "BYTE_ORDER_MARK", "the body begins with a byte order mark: leave it out");
    }
    for (int i = 0; i < Math.min(4, length); i++) {
      if (body[i] == 0) {
        throw notUtf8(); // UTF-16 or UTF-32, which the parser would take
      }
    }
    if (!StrictUtf8.isValid(body, 0, length)) {
      throw notUtf8();
    }
  }

  private static MalformedBodyException notUtf8() {
    return new MalformedBodyException(400, "NOT_UTF_8", "the body is not in UTF-8");
  }

  private static MalformedBodyException malformed(String detail) {
    return new MalformedBodyException(400, MALFORMED, detail);
  }

  private static String place(JsonParser json) {
    return " (byte " + json.currentTokenLocation().getByteOffset() + ")";
  }

  /** The parser's own words, without the excerpt of the source that it adds. */
  private static String explain(IOException failure) {
    if (failure instanceof JsonProcessingException json) {
      @Nullable String message = json.getOriginalMessage();
      long at = json.getLocation() == null ? -1 : json.getLocation().getByteOffset();
      String words = String.valueOf(message).lines().findFirst().orElse("not JSON");
      return at < 0 ? words : words + " (byte " + at + ")";
    }
    return String.valueOf(failure.getMessage());
  }
}
