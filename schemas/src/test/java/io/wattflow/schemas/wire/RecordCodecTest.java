package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.schemas.avro.Alert;
import io.wattflow.schemas.avro.AlertSeverity;
import io.wattflow.schemas.avro.AlertState;
import io.wattflow.schemas.avro.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RecordCodecTest {
  private static DeadLetter deadLetter(byte[] payload) {
    return DeadLetter.newBuilder()
        .setPayload(ByteBuffer.wrap(payload))
        .setKey(ByteBuffer.wrap(new byte[] {1, 2}))
        .setReason("TRUNCATED")
        .setDetail("the bytes end inside a number")
        .setStep("decode")
        .setTopic("telemetry-data")
        .setPartition(3)
        .setOffset(1_234_567_890_123L)
        .setRecordTimestamp(Instant.ofEpochMilli(1_795_435_200_000L))
        .build();
  }

  @Property(tries = 300)
  void deadLettersKeepTheOriginalBytes(@ForAll byte[] payload) throws IOException {
    DeadLetter letter = deadLetter(payload);
    byte[] bytes = DeadLetterCodec.encode(letter);
    assertThat(DeadLetterCodec.decode(bytes)).isEqualTo(letter);
    assertThat(bytes).isEqualTo(DeadLetter.getEncoder().encode(letter).array());
  }

  @Example
  void alertsRoundTrip() throws IOException {
    Alert alert =
        Alert.newBuilder()
            .setDeviceId("pv-1")
            .setUserId(42)
            .setRule("power-above-limit")
            .setSeverity(AlertSeverity.CRITICAL)
            .setState(AlertState.CLEARED)
            .setStart(Instant.ofEpochMilli(1000))
            .setEventTime(Instant.ofEpochMilli(2000))
            .setValue(1.5)
            .setThreshold(1.0)
            .setVersion(7)
            .build();
    assertThat(AlertCodec.decode(AlertCodec.encode(alert))).isEqualTo(alert);
  }

  @Property(tries = 2000)
  void anyBytesBehindTheFramingEndInAMessageOrAnInvalidMessage(@ForAll byte[] body) {
    byte[] header = Arrays.copyOf(DeadLetterCodec.encode(deadLetter(new byte[0])), 10);
    byte[] bytes = Arrays.copyOf(header, 10 + body.length);
    System.arraycopy(body, 0, bytes, 10, body.length);
    try {
      DeadLetterCodec.decode(bytes);
    } catch (InvalidMessageException e) {
      assertThat(e).hasMessageContaining("DeadLetter");
    }
  }

  @Example
  void tellsWhatIsWrong() {
    byte[] good = DeadLetterCodec.encode(deadLetter(new byte[] {9}));
    assertThatThrownBy(() -> DeadLetterCodec.decode(new byte[0]))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("single-object");
    assertThatThrownBy(() -> AlertCodec.decode(good))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("no published version of Alert");
    assertThatThrownBy(() -> DeadLetterCodec.decode(Arrays.copyOf(good, good.length + 2)))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("2 bytes after");
    for (int length = 10; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> DeadLetterCodec.decode(cut))
          .isInstanceOf(InvalidMessageException.class);
    }
  }
}
