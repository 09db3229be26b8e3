package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.avro.TelemetryReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class ReadingFileTest {
  private static final byte[] MARKER = new byte[ReadingFileWriter.MARKER_LENGTH];
  private static final int MANY = 30_000;

  private static DecodedReading reading(int i) {
    DecodedReading reading =
        new DecodedReading()
            .set("Zähler-" + i / 100, 1 + i / 100, DeviceType.METER, 1_000L * i, i * 1e5 / 7);
    if (i % 2 == 0) {
      reading.setPowerFactor(0.98).setSequence(i);
    }
    return i % 3 == 0 ? reading.setEnergyCounterWh(i / 3.0).setVoltageVolts(230.1) : reading;
  }

  private static byte[] file(int readings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ReadingFileWriter writer = new ReadingFileWriter(bytes, Map.of("day", "x"), MARKER)) {
      for (int i = 0; i < readings; i++) {
        writer.append(reading(i));
      }
    }
    return bytes.toByteArray();
  }

  private static int countUpTo(byte[] bytes) throws IOException {
    DecodedReading into = new DecodedReading();
    int count = 0;
    try (ReadingFileReader reader = new ReadingFileReader(new ByteArrayInputStream(bytes))) {
      while (reader.next(into)) {
        assertThat(into.sameAs(reading(count))).as("reading %d: %s", count, into).isTrue();
        count++;
      }
    }
    return count;
  }

  @Test
  void everyReadingComesBackBitForBit() throws IOException {
    byte[] bytes = file(MANY);
    assertThat(countUpTo(bytes)).isEqualTo(MANY);
    assertThat(file(MANY)).as("nothing depends on chance or time").isEqualTo(bytes);
    try (ReadingFileReader reader = new ReadingFileReader(new ByteArrayInputStream(bytes))) {
      assertThat(reader.metadata("day")).isEqualTo("x");
      assertThat(reader.metadata("other")).isNull();
    }
    assertThat(countUpTo(file(0))).isZero();
  }

  @Test
  void avroReadsItToo() throws IOException {
    SpecificData model = SpecificData.getForClass(TelemetryReading.class);
    Schema schema = TelemetryReading.getClassSchema();
    List<DecodedReading> read = new ArrayList<>();
    try (DataFileStream<TelemetryReading> stream =
        new DataFileStream<>(
            new ByteArrayInputStream(file(100)),
            new SpecificDatumReader<>(schema, schema, model))) {
      stream.forEach(reading -> read.add(ReadingEncoder.holderOf(reading)));
    }
    assertThat(read).hasSize(100);
    assertThat(read.get(99).sameAs(reading(99))).isTrue();
  }

  @Test
  void olderVersionsAreRead() throws IOException {
    Schema first = PublishedSchemas.TELEMETRY_READING.versions().get(0);
    GenericRecord old = new GenericData.Record(first);
    for (Schema.Field field : first.getFields()) {
      old.put(
          field.name(),
          switch (field.schema().getType()) {
            case STRING -> "meter-1";
            case LONG -> 17L;
            case DOUBLE -> 1.5;
            case ENUM ->
                new GenericData.EnumSymbol(field.schema(), field.schema().getEnumSymbols().get(1));
            case UNION -> null;
            default -> throw new IllegalStateException("unexpected " + field);
          });
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(first))) {
      writer.create(first, bytes);
      writer.append(old);
      writer.append(old);
    }
    DecodedReading into = new DecodedReading();
    try (ReadingFileReader reader =
        new ReadingFileReader(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(reader.next(into)).isTrue();
      assertThat(reader.next(into)).isTrue();
      assertThat(into.deviceId()).isEqualTo("meter-1");
      assertThat(into.userId()).isEqualTo(17);
      assertThat(into.powerWatts()).isEqualTo(1.5);
      assertThat(reader.next(into)).isFalse();
    }
  }

  @Test
  void aFileThatIsCutOrChangedNeverGivesOtherReadings() throws IOException {
    byte[] bytes = file(MANY);
    int header = file(0).length;
    for (int length = header; length < bytes.length; length += 4_099) {
      byte[] cut = Arrays.copyOf(bytes, length);
      int before;
      try {
        before = countUpTo(cut);
      } catch (IOException e) {
        continue;
      }
      assertThat(before).isLessThan(MANY);
    }
    for (int at = header; at < bytes.length; at += 9_973) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> countUpTo(changed))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aHeaderThatIsCutOrChangedIsRefusedAndTheFileClosed() throws IOException {
    byte[] header = file(0);
    AtomicBoolean closed = new AtomicBoolean();
    for (int length = 0; length < header.length; length++) {
      byte[] cut = Arrays.copyOf(header, length);
      closed.set(false);
      assertThatThrownBy(() -> new ReadingFileReader(closing(cut, closed)))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("null");
      assertThat(closed).as("%d bytes", length).isTrue();
    }
    byte[] unparsable =
        new String(header, StandardCharsets.ISO_8859_1)
            .replace("\"record\"", "\"rekord\"")
            .getBytes(StandardCharsets.ISO_8859_1);
    closed.set(false);
    assertThatThrownBy(() -> new ReadingFileReader(closing(unparsable, closed)))
        .isInstanceOf(IOException.class);
    assertThat(closed).isTrue();
  }

  private static InputStream closing(byte[] bytes, AtomicBoolean closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  @Test
  void whatIsNoFileOfReadingsIsRefused() throws IOException {
    assertThatThrownBy(() -> countUpTo("no such file".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
    Schema other = SchemaBuilder.record("Other").fields().requiredString("name").endRecord();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.create(other, bytes);
      GenericRecord record = new GenericData.Record(other);
      record.put("name", "x");
      writer.append(record);
    }
    assertThatThrownBy(() -> countUpTo(bytes.toByteArray())).isInstanceOf(IOException.class);
  }
}
