package io.wattflow.schemas.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.schemas.avro.Alert;
import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.avro.TelemetryReading;
import io.wattflow.schemas.wire.AlertCodec;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every version ever published, {@code golden/<record>/v<n>-<case>.json}, must be
 * written and read for ever as they are now.
 *
 * <p>Nothing here writes a golden file. To add one, write {@code version}, {@code fields} and
 * {@code reads_as} by hand and run this test: it fails and names the fingerprint and bytes to fill
 * in.
 */
class GoldenBytesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path HISTORY = Path.of("avro-history");
  private static final Map<String, Schema> CURRENT =
      Map.of(
          "telemetry_reading", TelemetryReading.getClassSchema(),
          "dead_letter", DeadLetter.getClassSchema(),
          "alert", Alert.getClassSchema());

  record Golden(String record, String file, JsonNode content) {
    int version() {
      return content.path("version").asInt();
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(content.path("hex").asText());
    }

    Schema schema() throws IOException {
      return new Schema.Parser()
          .parse(HISTORY.resolve(record).resolve("v" + version() + ".avsc").toFile());
    }

    @Override
    public String toString() {
      return record + "/" + file;
    }
  }

  static List<Golden> goldens() throws IOException {
    List<Golden> found = new ArrayList<>();
    for (String record : CURRENT.keySet().stream().sorted().toList()) {
      try (Stream<Path> files = Files.list(GOLDEN.resolve(record))) {
        for (Path file : files.sorted().toList()) {
          found.add(
              new Golden(record, file.getFileName().toString(), JSON.readTree(file.toFile())));
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theVersionsOwnSchemaWritesTheseBytes(Golden golden)
      throws IOException, NoSuchAlgorithmException {
    Schema schema = golden.schema();
    byte[] fingerprint = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", schema);
    String hex = "c301" + HexFormat.of().formatHex(fingerprint) + hexOf(schema, golden);

    assertThat(golden.file()).startsWith("v" + golden.version() + "-");
    assertThat(golden.content().path("fingerprint").asText())
        .as("fingerprint of version %d", golden.version())
        .isEqualTo(HexFormat.of().formatHex(fingerprint));
    assertThat(golden.content().path("hex").asText()).as("bytes of %s", golden).isEqualTo(hex);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void todaysReaderUnderstandsThem(Golden golden) throws IOException {
    JsonNode expected = golden.content().path("reads_as");
    switch (golden.record()) {
      case "telemetry_reading" -> {
        DecodedReading reading = new DecodedReading();
        ReadingDecoder decoder = new ReadingDecoder();
        assertThat(decoder.decode(golden.bytes(), reading)).as(decoder.detail()).isNull();
        assertThat(reading.sameAs(WireCase.readingOf(expected))).as(reading.toString()).isTrue();
      }
      case "dead_letter" ->
          assertThat(jsonOf(DeadLetterCodec.decode(golden.bytes()))).isEqualTo(expected);
      case "alert" -> assertThat(jsonOf(AlertCodec.decode(golden.bytes()))).isEqualTo(expected);
      default -> throw new IllegalStateException("no reader for " + golden);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void todaysWriterWritesThoseOfTheCurrentVersion(Golden golden) throws IOException {
    if (golden.version() < newestVersion(golden.record())) {
      return;
    }
    byte[] written =
        switch (golden.record()) {
          case "telemetry_reading" ->
              new ReadingEncoder().encode(WireCase.readingOf(golden.content().path("reads_as")));
          case "dead_letter" -> DeadLetterCodec.encode(DeadLetterCodec.decode(golden.bytes()));
          case "alert" -> AlertCodec.encode(AlertCodec.decode(golden.bytes()));
          default -> throw new IllegalStateException("no writer for " + golden);
        };
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(golden.content().path("hex").asText());
  }

  @Test
  void everyPublishedVersionHasGoldenBytes() throws IOException {
    List<Golden> goldens = goldens();
    for (String record : CURRENT.keySet()) {
      for (int version = 1; version <= newestVersion(record); version++) {
        int wanted = version;
        assertThat(goldens)
            .as("golden bytes of version %d of %s", wanted, record)
            .anyMatch(g -> g.record().equals(record) && g.version() == wanted);
      }
    }
  }

  private static int newestVersion(String record) throws IOException {
    try (Stream<Path> files = Files.list(HISTORY.resolve(record))) {
      return (int) files.count();
    }
  }

  private static String hexOf(Schema schema, Golden golden) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(schema)
        .write(avroOf(schema, golden.content().path("fields")), encoder);
    encoder.flush();
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static Object avroOf(Schema schema, JsonNode json) {
    return switch (schema.getType()) {
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        schema
            .getFields()
            .forEach(f -> record.put(f.pos(), avroOrNull(f.schema(), json.path(f.name()))));
        yield record;
      }
      case STRING -> json.textValue();
      case INT -> json.intValue();
      case LONG -> json.longValue();
      case DOUBLE -> json.doubleValue();
      case BYTES -> ByteBuffer.wrap(HexFormat.of().parseHex(json.textValue()));
      case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
      default -> throw new IllegalArgumentException("no golden values of type " + schema);
    };
  }

  @SuppressWarnings("NullAway") // Avro's null is Java's null.
  private static Object avroOrNull(Schema schema, JsonNode json) {
    if (schema.getType() != Schema.Type.UNION) {
      return avroOf(schema, json);
    }
    return json.isNull() ? null : avroOf(schema.getTypes().get(1), json);
  }

  private static JsonNode jsonOf(SpecificRecord message) {
    var json = JSON.createObjectNode();
    for (Schema.Field field : message.getSchema().getFields()) {
      Object value = message.get(field.pos());
      if (value == null) {
        json.putNull(field.name());
      } else if (value instanceof ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        json.put(field.name(), HexFormat.of().formatHex(copy));
      } else if (value instanceof Instant time) {
        json.put(field.name(), time.toEpochMilli());
      } else if (value instanceof Enum<?> symbol) {
        json.put(field.name(), symbol.name());
      } else {
        json.set(field.name(), JSON.valueToTree(value));
      }
    }
    // Written and parsed, so that small longs and ints compare as JSON numbers do.
    try {
      return JSON.readTree(json.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
