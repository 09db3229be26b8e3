package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.wattflow.simulation.load.DoorAnswer.Problem;
import io.wattflow.simulation.load.DoorAnswer.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers of the door. Of fields that it does not know it takes no notice. */
final class AnswerReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NO_REASON = "UNKNOWN";
  private static final int MAX_EXCERPT = 200;

  private int accepted = -1;
  private List<Rejection> rejected = List.of();
  private @Nullable String title;
  private @Nullable String detail;
  private @Nullable String field;
  private @Nullable String reason;

  private AnswerReader() {}

  /**
   * Reads one answer.
   *
   * @param retryAfter value of the header; null if there is none
   * @throws UnreadableAnswerException if the answer says that readings were taken, but not how many
   */
  static DoorAnswer read(int status, @Nullable String retryAfter, byte[] body, long serviceNanos)
      throws UnreadableAnswerException {
    AnswerReader reader = new AnswerReader();
    boolean promise = status >= 200 && status < 300;
    try {
      reader.parse(body);
    } catch (JsonParseException | InputCoercionException e) {
      if (promise) {
        throw unreadable(status, body, e);
      }
      // A proxy's page, not the door's words.
      reader.detail = excerpt(body);
    } catch (IOException e) {
      // The input is an array: no other source of this exception is known.
      throw new IllegalStateException("unexpected failure of an in-memory parser", e);
    }
    if (promise && reader.accepted < 0) {
      throw unreadable(status, body, null);
    }
    return new DoorAnswer(
        status,
        Math.max(0, reader.accepted),
        reader.rejected,
        seconds(retryAfter),
        promise ? null : new Problem(reader.title, reader.detail, reader.field, reader.reason),
        serviceNanos);
  }

  private static UnreadableAnswerException unreadable(
      int status, byte[] body, @Nullable Throwable cause) {
    return new UnreadableAnswerException(
        "the answer %d does not say how many readings were accepted: %s"
            .formatted(status, excerpt(body)),
        cause);
  }

  private static String excerpt(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, MAX_EXCERPT), UTF_8);
    return text.replaceAll("\\s+", " ");
  }

  /** The header's other form, a date, counts as none: the door does not use it. */
  private static @Nullable Duration seconds(@Nullable String retryAfter) {
    return retryAfter != null && retryAfter.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(retryAfter))
        : null;
  }

  private void parse(byte[] body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "accepted" -> accepted = number(json);
          case "rejected" -> rejected = rejections(json);
          case "title" -> title = text(json);
          case "detail" -> detail = text(json);
          case "field" -> field = text(json);
          case "reason" -> reason = text(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private static List<Rejection> rejections(JsonParser json) throws IOException {
    List<Rejection> all = new ArrayList<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return all;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      all.add(rejection(json));
    }
    return all;
  }

  private static Rejection rejection(JsonParser json) throws IOException {
    int index = -1;
    String field = null;
    String reason = null;
    String detail = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "index" -> index = number(json);
        case "field" -> field = text(json);
        case "reason" -> reason = text(json);
        case "detail" -> detail = text(json);
        default -> json.skipChildren();
      }
    }
    return new Rejection(index, field, reason == null ? NO_REASON : reason, detail);
  }

  private static int number(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new JsonParseException(json, json.currentName() + " is no integer");
    }
    return json.getIntValue();
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }
}
