package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.query.CompiledQuery.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one statement, and writes the answer row by row as it comes. */
final class ResultWriter {
  static final int MAX_BYTES = 16 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final String id;
  private final CompiledQuery query;
  private final long startedAt;

  ResultWriter(String id, CompiledQuery query, long startedAt) {
    this.id = id;
    this.query = query;
    this.startedAt = startedAt;
  }

  /**
   * Asks, maybe not for the first time: every attempt writes an answer of its own.
   *
   * @return the answer as JSON; empty if it is longer than {@value #MAX_BYTES} bytes
   */
  Optional<Buffer> ask(Connection connection, RunningQuery entry) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      List<Object> binds = query.binds();
      for (int i = 0; i < binds.size(); i++) {
        statement.setObject(i + 1, binds.get(i));
      }
      entry.runs(statement);
      try (ResultSet rows = statement.executeQuery()) {
        return write(rows);
      } finally {
        entry.runs(null);
      }
    }
  }

  private Optional<Buffer> write(ResultSet rows) throws SQLException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("query_id", id);
      writeColumns(json);
      int count = 0;
      boolean truncated = false;
      json.writeArrayFieldStart("rows");
      while (!truncated && rows.next()) {
        if (count == query.limit()) {
          truncated = true;
        } else {
          writeRow(rows, json);
          count++;
        }
        if (text.size() > MAX_BYTES) {
          return Optional.empty();
        }
      }
      json.writeEndArray();
      json.writeNumberField("row_count", count);
      json.writeBooleanField("truncated", truncated);
      json.writeNumberField(
          "elapsed_ms", Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return Optional.of(Buffer.buffer(text.toByteArray()));
  }

  private void writeColumns(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("columns");
    for (Output output : query.outputs()) {
      json.writeStartObject();
      json.writeStringField("name", output.name());
      json.writeStringField("type", output.type().label());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRow(ResultSet rows, JsonGenerator json) throws SQLException, IOException {
    json.writeStartArray();
    for (int i = 0; i < query.outputs().size(); i++) {
      writeValue(rows, i + 1, query.outputs().get(i), json);
    }
    json.writeEndArray();
  }

  private static void writeValue(ResultSet rows, int column, Output output, JsonGenerator json)
      throws SQLException, IOException {
    switch (output.type()) {
      case STRING, DATE -> writeText(rows.getString(column), json);
      case NUMBER -> writeNumber(rows.getObject(column), json);
      case DECIMAL -> writeDecimal(rows.getBigDecimal(column), json);
      case STRINGS -> json.writeRawValue(rows.getString(column));
      case TIMESTAMP -> {
        ZonedDateTime time =
            output.fromDate() ? midnight(rows, column, output) : instant(rows, column, output);
        writeText(time == null ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time), json);
      }
    }
  }

  private static @Nullable ZonedDateTime midnight(ResultSet rows, int column, Output output)
      throws SQLException {
    String date = rows.getString(column);
    return date == null ? null : LocalDate.parse(date).atStartOfDay(output.zone());
  }

  private static @Nullable ZonedDateTime instant(ResultSet rows, int column, Output output)
      throws SQLException {
    long millis = rows.getLong(column);
    return rows.wasNull() ? null : Instant.ofEpochMilli(millis).atZone(output.zone());
  }

  private static void writeText(@Nullable String text, JsonGenerator json) throws IOException {
    if (text == null) {
      json.writeNull();
    } else {
      json.writeString(text);
    }
  }

  private static void writeDecimal(@Nullable BigDecimal value, JsonGenerator json)
      throws IOException {
    writeText(value == null ? null : value.stripTrailingZeros().toPlainString(), json);
  }

  private static void writeNumber(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null || (value instanceof Double real && !Double.isFinite(real))) {
      json.writeNull(); // JSON has no NaN
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
    } else {
      json.writeNumber(value.toString());
    }
  }
}
