package io.wattflow.schemas.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.Alert;
import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.avro.TelemetryReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fails the build on an incompatible change of a schema, and on one that was not published. */
class SchemaEvolutionTest {
  private static final Path CURRENT = Path.of("avro");
  private static final Path HISTORY = Path.of("avro-history");

  @ParameterizedTest
  @ValueSource(strings = {"telemetry_reading", "dead_letter", "alert"})
  void everyVersionReadsEveryOther(String record) throws IOException {
    assertThat(SchemaEvolution.problems(history(record))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"telemetry_reading", "dead_letter", "alert"})
  void theCurrentSchemaIsTheNewestPublishedOne(String record) throws IOException {
    int newest = history(record).size();
    assertThat(Files.readString(CURRENT.resolve(record + ".avsc")))
        .as("avro/%s.avsc; publish it as v%d.avsc (docs/wire-format.md)", record, newest + 1)
        .isEqualTo(Files.readString(HISTORY.resolve(record).resolve("v" + newest + ".avsc")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"telemetry_reading", "dead_letter", "alert"})
  void versionsAreNumberedWithoutAGapAndDiffer(String record) throws IOException {
    List<Schema> history = history(record);
    try (Stream<Path> files = Files.list(HISTORY.resolve(record))) {
      assertThat(files.count()).isEqualTo(history.size());
    }
    assertThat(history.stream().map(SchemaNormalization::parsingFingerprint64))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"telemetry_reading", "dead_letter", "alert"})
  void everyFieldSaysWhatItMeans(String record) throws IOException {
    for (Schema version : history(record)) {
      assertThat(version.getDoc()).isNotBlank();
      assertThat(version.getFields()).allSatisfy(f -> assertThat(f.doc()).isNotBlank());
    }
  }

  @Test
  void generatedClassesHaveTheCurrentSchema() throws IOException {
    assertThat(layoutOf(TelemetryReading.getClassSchema()))
        .isEqualTo(layoutOf(newest("telemetry_reading")));
    assertThat(layoutOf(DeadLetter.getClassSchema())).isEqualTo(layoutOf(newest("dead_letter")));
    assertThat(layoutOf(Alert.getClassSchema())).isEqualTo(layoutOf(newest("alert")));
  }

  @Test
  void deviceTypesKeepTheirCodes() {
    assertThat(Stream.of(DeviceType.values()).map(Enum::name))
        .startsWith(
            "UNKNOWN",
            "METER",
            "INVERTER",
            "BATTERY",
            "EV_CHARGER",
            "HEAT_PUMP",
            "HVAC",
            "WATER_HEATER",
            "REFRIGERATOR",
            "WASHER",
            "DRYER",
            "DISHWASHER",
            "LIGHTING",
            "PLUG");
  }

  /** Changes that must not pass: text of the current schema, what replaces it, and the verdict. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"power_watts\"|\"name\": \"watts\"|cannot read",
        "\"aliases\": [\"energy_watts\"],||version 3 cannot read version 1",
        "\"name\": \"user_id\",\\n      \"type\": \"long\"|\"name\": \"user_id\",\\n      \"type\": \"string\"|cannot read",
        "\"name\": \"user_id\",\\n      \"type\": \"long\"|\"name\": \"user_id\",\\n      \"type\": \"int\"|cannot read",
        "\"type\": [\"null\", \"long\"],\\n      \"default\": null,|\"type\": \"long\",|cannot read",
        "\"name\": \"voltage_volts\"|\"name\": \"volts\"|neither a name nor an alias",
        "\"METER\", \"INVERTER\"|\"INVERTER\", \"METER\"|not appended",
        "\"LIGHTING\", \"PLUG\"|\"LIGHTING\"|not appended",
        "\"PLUG\"],\\n        \"default\": \"UNKNOWN\"|\"PLUG\"]|has no default",
      })
  void anIncompatibleChangeIsNoticed(String old, String replacement, String verdict)
      throws IOException {
    String current = Files.readString(CURRENT.resolve("telemetry_reading.avsc"), UTF_8);
    String from = old.replace("\\n", "\n");
    String to = replacement == null ? "" : replacement.replace("\\n", "\n");
    assertThat(current).contains(from);

    List<Schema> changed = new ArrayList<>(history("telemetry_reading"));
    changed.add(new Schema.Parser().parse(current.replace(from, to)));

    assertThat(SchemaEvolution.problems(changed)).anyMatch(p -> p.contains(verdict));
  }

  @Test
  void aCompatibleChangePasses() throws IOException {
    String current = Files.readString(CURRENT.resolve("telemetry_reading.avsc"), UTF_8);
    int end = current.lastIndexOf(']');
    String extended =
        current.substring(0, end)
            + ", {\"name\": \"frequency_hertz\", \"type\": [\"null\", \"double\"], \"default\": null}"
            + current.substring(end);
    List<Schema> changed = new ArrayList<>(history("telemetry_reading"));
    changed.add(
        new Schema.Parser().parse(extended.replace("\"PLUG\"]", "\"PLUG\", \"POOL_PUMP\"]")));

    assertThat(SchemaEvolution.problems(changed)).isEmpty();
  }

  private static String layoutOf(Schema schema) {
    return SchemaNormalization.toParsingForm(schema);
  }

  private static Schema newest(String record) throws IOException {
    List<Schema> history = history(record);
    return history.get(history.size() - 1);
  }

  private static List<Schema> history(String record) throws IOException {
    List<Schema> versions = new ArrayList<>();
    Path folder = HISTORY.resolve(record);
    for (int version = 1; Files.exists(folder.resolve("v" + version + ".avsc")); version++) {
      versions.add(new Schema.Parser().parse(folder.resolve("v" + version + ".avsc").toFile()));
    }
    return versions;
  }
}
