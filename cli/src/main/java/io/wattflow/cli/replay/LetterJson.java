package io.wattflow.cli.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.wattflow.cli.replay.LetterSummary.Group;
import io.wattflow.cli.replay.LetterSummary.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is, for programs: one JSON object. Fields are only ever added. */
final class LetterJson {
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private LetterJson() {}

  /**
   * Writes it.
   *
   * @param others records of the topic that are no dead letters
   */
  static void write(String topic, LetterSummary summary, long others, PrintWriter out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("dead_letter_topic", topic);
      json.writeNumberField("letters_in_topic", summary.lettersRead());
      json.writeNumberField("not_dead_letters", others);
      writeGroup(json, summary.total());
      json.writeArrayFieldStart("reasons");
      for (Map.Entry<String, Group> group : summary.groups().entrySet()) {
        json.writeStartObject();
        json.writeStringField("reason", group.getKey());
        writeGroup(json, group.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("newest");
      for (Line line : summary.newest()) {
        writeLetter(json, line);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  private static void writeGroup(JsonGenerator json, Group group) throws IOException {
    json.writeNumberField("letters", group.letters());
    json.writeNumberField("replayed", group.replayed());
    writeTime(json, "first", group.first());
    writeTime(json, "last", group.last());
  }

  private static void writeLetter(JsonGenerator json, Line line) throws IOException {
    json.writeStartObject();
    json.writeStringField("letter", line.place().toString());
    json.writeStringField("topic", line.place().topic());
    json.writeNumberField("partition", line.place().partition());
    json.writeNumberField("offset", line.place().offset());
    writeTime(json, "record_timestamp", line.timestamp());
    json.writeStringField("reason", line.reason());
    json.writeStringField("detail", line.detail());
    json.writeStringField("step", line.step());
    json.writeNumberField("payload_bytes", line.payloadBytes());
    if (line.marks().isEmpty()) {
      json.writeNullField("replay");
    } else {
      json.writeFieldName("replay");
      writeMark(json, line.marks().get(0));
    }
    json.writeArrayFieldStart("replays");
    for (ReplayMark mark : line.marks()) {
      writeMark(json, mark);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeMark(JsonGenerator json, ReplayMark mark) throws IOException {
    json.writeStartObject();
    mark.writeFields(json);
    json.writeBooleanField("sent", mark.isSent());
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String field, @Nullable Instant time)
      throws IOException {
    json.writeStringField(field, time == null ? null : time.toString());
  }
}
