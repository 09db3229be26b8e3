package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.schemas.avro.DeviceType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadingDecoderTest {
  private static final DecodedReading READING =
      new DecodedReading().set("meter-1", 42, DeviceType.METER, 1_795_435_200_000L, 1234.5);

  private final ReadingDecoder decoder = new ReadingDecoder();
  private final ReadingEncoder encoder = new ReadingEncoder();
  private final DecodedReading decoded = new DecodedReading();

  @Test
  void nullIsEmpty() {
    assertThat(decoder.decode(null, decoded)).isEqualTo(DecodeFailure.EMPTY);
  }

  @Test
  void deviceIdIsASliceOfThePayload() {
    byte[] payload = encoder.encode(READING);
    assertThat(decoder.decode(payload, decoded)).isNull();
    assertThat(decoded.deviceIdBuffer()).isSameAs(payload);
    assertThat(decoded.deviceIdOffset()).isEqualTo(Framing.SINGLE_OBJECT_LENGTH + 1);
    assertThat(decoded.deviceIdLength()).isEqualTo(7);
  }

  @Test
  void theLongestPayloadIsAnOption() {
    byte[] payload = encoder.encode(READING);
    DecoderOptions exact = DecoderOptions.DEFAULTS.withMaxPayloadBytes(payload.length);
    assertThat(new ReadingDecoder(exact).decode(payload, decoded)).isNull();
    DecoderOptions shorter = DecoderOptions.DEFAULTS.withMaxPayloadBytes(payload.length - 1);
    assertThat(new ReadingDecoder(shorter).decode(payload, decoded))
        .isEqualTo(DecodeFailure.OVERSIZED);
  }

  @Test
  void peekGivesTheFallbackForAllButPublishedSchemas() {
    byte[] payload = encoder.encode(READING);
    assertThat(ReadingDecoder.peekEventTime(payload, -7)).isEqualTo(1_795_435_200_000L);
    assertThat(ReadingDecoder.peekEventTime(null, -7)).isEqualTo(-7);
    assertThat(ReadingDecoder.peekEventTime(new byte[0], -7)).isEqualTo(-7);
    assertThat(ReadingDecoder.peekEventTime(encoder.encodeConfluent(1, READING), -7)).isEqualTo(-7);
    // The event time ends at byte 26: 10 of framing, 8 of device id, user, type, 6 of time.
    assertThat(ReadingDecoder.peekEventTime(Arrays.copyOf(payload, 26), -7))
        .isEqualTo(1_795_435_200_000L);
    assertThat(ReadingDecoder.peekEventTime(Arrays.copyOf(payload, 25), -7)).isEqualTo(-7);
  }

  @Test
  void theEncodersBufferIsReusedAndGrows() {
    byte[] first = encoder.buffer();
    int length = encoder.write(READING);
    assertThat(encoder.buffer()).isSameAs(first);
    assertThat(Arrays.copyOf(encoder.buffer(), length)).isEqualTo(encoder.encode(READING));

    String longId = "x".repeat(10_000);
    DecodedReading big = new DecodedReading().set(longId, 1, DeviceType.PLUG, 0, 0);
    assertThat(decoder.decode(encoder.encode(big), decoded)).isNull();
    assertThat(decoded.deviceId()).isEqualTo(longId);
  }

  @Test
  void aHolderRefusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new DecodedReading().setRequired(1, DeviceType.values().length, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new DecodedReading().setDeviceId(new byte[3], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void settingTheRequiredFieldsClearsTheOptionalOnes() {
    DecodedReading reading =
        new DecodedReading()
            .set("a", 1, DeviceType.METER, 2, 3)
            .setPowerFactor(1)
            .setVoltageVolts(2)
            .setEnergyCounterWh(3)
            .setSequence(4);
    assertThat(reading.toString())
        .contains("powerFactor=1.0", "voltageVolts=2.0", "energyCounterWh=3.0", "sequence=4");

    reading.set("b", 1, DeviceType.METER, 2, 3);

    assertThat(reading.hasPowerFactor()).isFalse();
    assertThat(reading.hasVoltageVolts()).isFalse();
    assertThat(reading.hasEnergyCounterWh()).isFalse();
    assertThat(reading.hasSequence()).isFalse();
    assertThat(reading.sequence()).isZero();
  }
}
