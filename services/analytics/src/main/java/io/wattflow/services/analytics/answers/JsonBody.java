package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.wattflow.core.rollup.Quality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, written field by field. Energies come in µWh, as they are summed; they leave in
 * Wh.
 */
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double MICRO = 1e6;
  private static final double MILLI = 1e3;

  /** Shares are told to a millionth: more digits would be noise of the division. */
  private static final double SHARE_DIGITS = 1e6;

  private final JsonGenerator json;

  /**
   * Writes fields.
   *
   * @param <E> what reading their values may throw
   */
  @FunctionalInterface
  interface Fields<E extends Exception> {
    void write(JsonBody body) throws IOException, E;
  }

  private JsonBody(JsonGenerator json) {
    this.json = json;
  }

  /** The bytes of an object. */
  static <E extends Exception> byte[] of(Fields<E> fields) throws E {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(new JsonBody(json));
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  JsonGenerator generator() {
    return json;
  }

  void user(long userId) throws IOException {
    json.writeFieldName("user_id");
    json.writeNumber(Long.toUnsignedString(userId));
  }

  void text(String name, @Nullable String value) throws IOException {
    json.writeStringField(name, value);
  }

  void instant(String name, @Nullable Instant value) throws IOException {
    text(name, value == null ? null : value.toString());
  }

  /** An instant in ms since the epoch; 0: there is none. */
  void millis(String name, long value) throws IOException {
    instant(name, value == 0 ? null : Instant.ofEpochMilli(value));
  }

  /** In µWh. */
  void energy(String name, long micro) throws IOException {
    number(name, micro / MICRO);
  }

  /** In mW. */
  void power(String name, long milliwatts) throws IOException {
    number(name, milliwatts / MILLI);
  }

  void number(String name, double value) throws IOException {
    json.writeFieldName(name);
    number(json, value);
  }

  void whole(String name, long value) throws IOException {
    json.writeNumberField(name, value);
  }

  void flag(String name, boolean value) throws IOException {
    json.writeBooleanField(name, value);
  }

  void nothing(String name) throws IOException {
    json.writeNullField(name);
  }

  /** Of a whole, 0 to 1; 0 where there is no whole. */
  void share(String name, long part, long whole) throws IOException {
    double share = whole > 0 ? Math.min(1, Math.max(0, (double) part / whole)) : 0;
    number(name, Math.round(share * SHARE_DIGITS) / SHARE_DIGITS);
  }

  void flags(String name, int quality) throws IOException {
    json.writeArrayFieldStart(name);
    for (String flag : Quality.flags(quality)) {
      json.writeString(flag);
    }
    json.writeEndArray();
  }

  <E extends Exception> void object(String name, Fields<E> fields) throws IOException, E {
    json.writeObjectFieldStart(name);
    fields.write(this);
    json.writeEndObject();
  }

  /** Writes one row. */
  @FunctionalInterface
  interface RowFields<R> {
    void write(JsonBody body, R row) throws IOException;
  }

  <R> void rows(String name, List<R> rows, RowFields<R> fields) throws IOException {
    json.writeArrayFieldStart(name);
    for (R row : rows) {
      json.writeStartObject();
      fields.write(this, row);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * A number without an exponent, as people expect energies; JSON has nothing for what is no
   * number.
   */
  static void number(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(BigDecimal.valueOf(value).toPlainString());
    }
  }
}
