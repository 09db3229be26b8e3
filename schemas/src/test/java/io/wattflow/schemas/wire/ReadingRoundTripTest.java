package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.avro.TelemetryReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The hand-written encoder and decoder against Avro's own. */
class ReadingRoundTripTest {
  private final ReadingEncoder encoder = new ReadingEncoder();
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading decoded = new DecodedReading();

  @Provide
  Arbitrary<TelemetryReading> readings() {
    return Readings.any();
  }

  @Property
  void encoderWritesTheBytesOfAvro(@ForAll("readings") TelemetryReading reading)
      throws IOException {
    byte[] avro = TelemetryReading.getEncoder().encode(reading).array();
    assertThat(encoder.encode(reading)).isEqualTo(avro);
  }

  @Property
  void avroReadsWhatTheEncoderWrites(@ForAll("readings") TelemetryReading reading)
      throws IOException {
    TelemetryReading read = TelemetryReading.getDecoder().decode(encoder.encode(reading));
    assertThat(ReadingEncoder.holderOf(read).sameAs(ReadingEncoder.holderOf(reading)))
        .as("%s is %s", read, reading)
        .isTrue();
  }

  @Property
  void decoderReadsWhatAvroWrites(@ForAll("readings") TelemetryReading reading) throws IOException {
    byte[] avro = TelemetryReading.getEncoder().encode(reading).array();

    assertThat(decoder.decode(avro, decoded)).as(decoder.detail()).isNull();

    assertThat(decoded.sameAs(ReadingEncoder.holderOf(reading)))
        .as("%s is %s", decoded, reading)
        .isTrue();
    assertThat(ReadingDecoder.peekEventTime(avro, 17)).isEqualTo(decoded.eventTimeMillis());
  }

  @Property
  void resolvingPathAgreesWithTheFastOne(@ForAll("readings") TelemetryReading reading)
      throws IOException {
    byte[] bytes = encoder.encode(reading);
    WireInput in = new WireInput();
    in.reset(bytes, 0, Framing.SINGLE_OBJECT_LENGTH, bytes.length);

    new ResolvingReadingReader(PublishedSchemas.TELEMETRY_READING.current()).read(in, decoded);

    assertThat(in.remaining()).isZero();
    assertThat(decoded.sameAs(ReadingEncoder.holderOf(reading)))
        .as("%s is %s", decoded, reading)
        .isTrue();
  }

  @Property
  void anOldWriterIsReadWithItsOldName(@ForAll("readings") TelemetryReading reading)
      throws IOException {
    Schema v1 = PublishedSchemas.TELEMETRY_READING.versions().get(0);
    Schema types = v1.getField("device_type").schema();
    String type = reading.getDeviceType().name();
    String written = types.hasEnumSymbol(type) ? type : "UNKNOWN";
    GenericData.Record old = new GenericData.Record(v1);
    old.put("device_id", reading.getDeviceId());
    old.put("user_id", reading.getUserId());
    old.put("device_type", new GenericData.EnumSymbol(types, written));
    old.put("event_time", reading.getEventTime().toEpochMilli());
    old.put("energy_watts", reading.getPowerWatts());
    byte[] header = new byte[Framing.SINGLE_OBJECT_LENGTH];
    Framing.putSingleObject(header, SchemaNormalization.parsingFingerprint64(v1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header);
    BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericData.Record>(v1).write(old, binary);

    assertThat(decoder.decode(out.toByteArray(), decoded)).as(decoder.detail()).isNull();

    DecodedReading expected =
        new DecodedReading()
            .set(
                reading.getDeviceId(),
                reading.getUserId(),
                DeviceType.valueOf(written),
                reading.getEventTime().toEpochMilli(),
                reading.getPowerWatts());
    assertThat(decoded.sameAs(expected)).as("%s is %s", decoded, expected).isTrue();
  }

  @Property(tries = 50)
  void aReusedHolderKeepsNothingOfTheReadingBefore(
      @ForAll("readings") TelemetryReading first, @ForAll("readings") TelemetryReading second) {
    decoder.decode(encoder.encode(first), decoded);
    decoder.decode(encoder.encode(second), decoded);
    assertThat(decoded.sameAs(ReadingEncoder.holderOf(second))).isTrue();
  }

  @Example
  void eventTimeIsCutToMilliseconds() {
    TelemetryReading reading =
        TelemetryReading.newBuilder()
            .setDeviceId("m")
            .setUserId(1)
            .setDeviceType(DeviceType.METER)
            .setEventTime(Instant.parse("2026-11-23T12:00:00.123999Z"))
            .setPowerWatts(1)
            .build();
    decoder.decode(encoder.encode(reading), decoded);
    assertThat(decoded.eventTimeMillis())
        .isEqualTo(Instant.parse("2026-11-23T12:00:00.123Z").toEpochMilli());
  }
}
