package io.wattflow.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void everyRecordDecodesToItsTrueReading() {
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading decoded = new DecodedReading();
    Fleet fleet = Fleet.household(11, 300, END, Duration.ofMinutes(10));
    int readings = 0;
    for (ProducedRecord produced : TelemetryScript.of(11, Faults.demo(), fleet)) {
      if (produced.reading() != null) {
        assertThat(decoder.decode(produced.payload(), decoded)).as(decoder.detail()).isNull();
        assertThat(quantised(decoded)).isEqualTo(produced.reading());
        assertThat(produced.key()).isEqualTo(decoded.deviceId());
        assertThat(produced.eventTimeMillis()).isEqualTo(decoded.eventTimeMillis());
        readings++;
      }
    }
    assertThat(readings).isGreaterThan(15_000);
    long legacy = fleet.devices().stream().filter(SimulatedDevice::legacy).count();
    assertThat(legacy).as("producers of the first schema").isBetween(15L, 50L);
    assertThat(fleet.devices())
        .as("types that the first schema did not know")
        .anyMatch(d -> d.legacy() && d.reportedType().equals("UNKNOWN"))
        .anyMatch(d -> d.legacy() && d.reportedType().equals("METER"));
  }

  @Test
  void legacyBytesAreThoseOfAvroItself() throws IOException {
    Schema schema = LegacyEncoder.schema();
    for (Appliance type : Appliance.values()) {
      GenericRecord record = new GenericData.Record(schema);
      record.put("device_id", "gerät-7");
      record.put("user_id", 1_234_567_890_123L);
      record.put(
          "device_type",
          new GenericData.EnumSymbol(
              schema.getField("device_type").schema(), LegacyEncoder.symbolOf(type)));
      record.put("event_time", 1_770_000_000_123L);
      record.put("energy_watts", -17.25);
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(record, expected);

      byte[] actual =
          new LegacyEncoder()
              .encode(
                  "gerät-7".getBytes(UTF_8), 1_234_567_890_123L, type, 1_770_000_000_123L, -17.25);

      assertThat(actual).isEqualTo(expected.toByteArray());
    }
  }

  private static TrueReading quantised(DecodedReading d) {
    return new TrueReading(
        d.userId(),
        d.deviceId(),
        d.deviceType().name(),
        d.eventTimeMillis(),
        d.hasSequence() ? d.sequence() : -1,
        Math.round(d.powerWatts() * 1000),
        d.hasPowerFactor() ? (int) Math.round(d.powerFactor() * 10000) : -32768,
        d.hasEnergyCounterWh() ? Math.round(d.energyCounterWh() * 1000) : -1,
        d.hasVoltageVolts() ? (int) Math.round(d.voltageVolts() * 1000) : -1);
  }
}
