package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.schemas.wire.ReadingEncoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BodyEncoderTest {
  private static final Instant END = Instant.parse("2026-06-01T12:00:00Z");
  private static final TelemetryScript SCRIPT =
      TelemetryScript.of(
          3,
          Faults.demo(),
          Fleet.live(3, 300, END, Duration.ofMinutes(20), Duration.ofSeconds(10)));

  private static DecodedReading decode(ProducedRecord produced) {
    DecodedReading reading = new DecodedReading();
    assertThat(new ReadingDecoder().decode(produced.payload(), reading)).isNull();
    return reading;
  }

  private static List<Batch> batches(BodyEncoder encoder) {
    List<Batch> batches = new ArrayList<>();
    new Batches(SCRIPT.iterator(), Batching.ofSize(50), encoder::fits, Long.MAX_VALUE)
        .forEachRemaining(batches::add);
    return batches;
  }

  @Test
  void jsonSaysWhatTheRecordsSay() throws IOException {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.JSON, false);
    Set<String> alone = new HashSet<>();
    boolean legacy = false;
    for (Batch batch : batches(encoder)) {
      DoorBody body = encoder.encode(batch.records());
      if (body.contentType().equals("application/avro")) {
        assertThat(batch.size()).isEqualTo(1);
        assertThat(body.bytes()).isEqualTo(batch.records().get(0).payload());
        alone.add(String.valueOf(batch.records().get(0).expectedReason()));
        continue;
      }
      assertThat(body.contentType()).isEqualTo("application/json");
      List<DecodedReading> found = ParsedReadings.json(body.bytes());
      assertThat(found).hasSameSizeAs(batch.records());
      for (int i = 0; i < batch.size(); i++) {
        assertThat(found.get(i).sameAs(decode(batch.records().get(i)))).isTrue();
      }
      legacy |= new String(body.bytes(), StandardCharsets.UTF_8).contains("\"energy_watts\"");
    }
    assertThat(legacy).as("some devices are of the first generation").isTrue();
    assertThat(alone)
        .containsExactlyInAnyOrder(
            "UNRECOGNISED_FRAMING",
            "EMPTY",
            "TRUNCATED",
            "UNKNOWN_FINGERPRINT",
            "UNKNOWN_SCHEMA_ID",
            "MALFORMED",
            "TRAILING_BYTES",
            "OVERSIZED",
            "NOT_FINITE");
  }

  @Test
  void avroIsOfTheCurrentSchemaBackToBack() throws IOException {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.AVRO, true);
    for (Batch batch : batches(encoder)) {
      DoorBody body = encoder.encode(batch.records());
      assertThat(body.contentType()).isEqualTo("application/avro");
      byte[] bytes = unpack(body);
      if (!encoder.fits(batch.records().get(0))) {
        assertThat(bytes).isEqualTo(batch.records().get(0).payload());
        continue;
      }
      AvroReadings expected = new AvroReadings();
      batch.records().forEach(produced -> expected.add(decode(produced)));
      assertThat(bytes).isEqualTo(expected.take());
    }
  }

  @Test
  void avroBodiesAreWhatTheEncoderWrites() {
    DecodedReading reading = decode(SCRIPT.iterator().next());
    AvroReadings avro = new AvroReadings();
    avro.add(reading);
    avro.addLegacy(reading);

    assertThat(avro.size()).isEqualTo(2);
    byte[] one = new ReadingEncoder().encode(reading);
    assertThat(avro.take()).startsWith(one).endsWith(one).hasSize(2 * one.length);
    assertThat(avro.take()).isEmpty();
  }

  @Test
  void linesArePackedOnDemand() throws IOException {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.NDJSON, true);
    Batch batch = batches(encoder).get(0);
    DoorBody body = encoder.encode(batch.records());

    assertThat(body.gzip()).isTrue();
    assertThat(body.contentType()).isEqualTo("application/x-ndjson");
    assertThat(ParsedReadings.lines(unpack(body))).hasSameSizeAs(batch.records());
  }

  @Test
  void whatDoesNotFitIsRefusedAmongOthers() {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.JSON, false);
    List<ProducedRecord> mixed = new ArrayList<>();
    for (ProducedRecord produced : SCRIPT) {
      if (mixed.isEmpty() || !encoder.fits(produced)) {
        mixed.add(produced);
      }
      if (mixed.size() == 2) {
        break;
      }
    }

    assertThatThrownBy(() -> encoder.encode(mixed)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] unpack(DoorBody body) throws IOException {
    assertThat(body.gzip()).isTrue();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.bytes()))) {
      return in.readAllBytes();
    }
  }
}
