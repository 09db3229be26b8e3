package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadingsTest {
  private static final long TIME = 1_772_366_000_123L;

  private static DecodedReading reading(String deviceId, double watts) {
    return new DecodedReading().set(deviceId, 7, DeviceType.METER, TIME, watts);
  }

  private static String write(JsonReadings json, DecodedReading... readings) {
    for (DecodedReading reading : readings) {
      json.add(reading);
    }
    return new String(json.take(), UTF_8);
  }

  @Test
  void aReadingIsAnObjectWithoutSpaces() {
    DecodedReading full =
        reading("meter-1", -12.5)
            .setPowerFactor(0.93)
            .setVoltageVolts(230.25)
            .setEnergyCounterWh(1e10)
            .setSequence(42);

    assertThat(write(JsonReadings.objectOrArray(), full))
        .isEqualTo(
            "{\"device_id\":\"meter-1\",\"user_id\":7,\"device_type\":\"METER\","
                + "\"event_time\":1772366000123,\"power_watts\":-12.5,\"power_factor\":0.93,"
                + "\"voltage_volts\":230.25,\"energy_counter_wh\":1.0E10,\"sequence\":42}");
  }

  @Test
  void severalAreAnArrayAndNoneIsAnEmptyOne() {
    JsonReadings json = JsonReadings.objectOrArray();

    assertThat(write(json, reading("a", 1), reading("b", 2)))
        .startsWith("[{\"device_id\":\"a\"")
        .contains("},{\"device_id\":\"b\"")
        .endsWith("}]");
    assertThat(json.size()).isZero();
    assertThat(write(json)).isEqualTo("[]");
    assertThat(write(json, reading("c", 3))).startsWith("{").endsWith("}");
  }

  @Test
  void linesEndWithALineFeedEach() throws IOException {
    JsonReadings json = JsonReadings.lines();
    json.add(reading("a\nb", 1));
    json.add(reading("c", 2));

    assertThat(json.size()).isEqualTo(2);
    byte[] body = json.take();
    assertThat(new String(body, UTF_8)).endsWith("}\n").hasLineCount(2);
    assertThat(ParsedReadings.lines(body))
        .extracting(DecodedReading::deviceId)
        .containsExactly("a\nb", "c");
    assertThat(json.take()).isEmpty();
  }

  @Test
  void theFirstGenerationSpeaksOfEnergyAndWritesItsTimeAsText() throws IOException {
    JsonReadings json = JsonReadings.objectOrArray();
    json.addLegacy(reading("old", 3.25).setSequence(4));
    byte[] body = json.take();

    assertThat(new String(body, UTF_8))
        .isEqualTo(
            "{\"device_id\":\"old\",\"user_id\":7,\"device_type\":\"METER\","
                + "\"event_time\":\"2026-03-01T11:53:20.123Z\",\"energy_watts\":3.25}");
    assertThat(ParsedReadings.json(body).get(0).sameAs(reading("old", 3.25))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DeviceType.class)
  void everyDeviceTypeHasItsName(DeviceType type) throws IOException {
    JsonReadings json = JsonReadings.objectOrArray();
    json.add(new DecodedReading().set("d", 1, type, TIME, 1));

    assertThat(ParsedReadings.json(json.take()).get(0).deviceType()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1,
        0.1,
        -0.1,
        1e-3,
        1e7,
        9_999_999.999,
        123456789.123,
        1e300,
        -1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        2.0E-3,
        2.2250738585072011e-308,
        4.35,
        9007199254740993.0,
        1.0E23,
        2.0E23
      })
  void doublesComeBackBitForBit(double value) throws IOException {
    DecodedReading reading =
        reading("d", value).setPowerFactor(value).setVoltageVolts(value).setEnergyCounterWh(value);
    JsonReadings json = JsonReadings.objectOrArray();
    json.add(reading);

    assertThat(ParsedReadings.json(json.take()).get(0).sameAs(reading)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_007L})
  void longsComeBack(long value) throws IOException {
    DecodedReading reading =
        new DecodedReading().set("d", value, DeviceType.PLUG, value, 1).setSequence(value);
    JsonReadings json = JsonReadings.objectOrArray();
    json.add(reading);

    assertThat(ParsedReadings.json(json.take()).get(0).sameAs(reading)).isTrue();
  }

  @Test
  void numbersAreAsShortAsTheyCanBe() {
    // Here Double.toString of Java 17 writes 17 digits.
    assertThat(write(JsonReadings.objectOrArray(), reading("d", 2.0E23))).contains(":2.0E23}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatJsonHasNoFormForIsRefusedAndLeavesNoTrace(double value) {
    JsonReadings json = JsonReadings.objectOrArray();
    DecodedReading bad = reading("d", 1).setVoltageVolts(value);

    assertThat(json.canWrite(bad)).isFalse();
    assertThatThrownBy(() -> json.add(bad)).isInstanceOf(IllegalArgumentException.class);
    assertThat(write(json)).isEqualTo("[]");
  }

  @Test
  void theBufferGrows() throws IOException {
    JsonReadings json = JsonReadings.objectOrArray();
    String control = "\u0001".repeat(10_000);
    List<String> ids = List.of("x".repeat(100_000), control, "y");
    ids.forEach(id -> json.add(reading(id, 1)));

    assertThat(ParsedReadings.json(json.take()))
        .extracting(DecodedReading::deviceId)
        .containsExactlyElementsOf(ids);
  }
}
