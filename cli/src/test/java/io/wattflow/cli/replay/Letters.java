package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/** Dead letters of a few readings, all of one telemetry topic. */
final class Letters {
  /** Where the originals came from. */
  static final String TOPIC = "telemetry-data";

  private Letters() {}

  /** A good reading of a device whose name has the number. */
  static byte[] reading(int number, Instant eventTime) {
    return new ReadingEncoder()
        .encode(
            new DecodedReading()
                .set("meter-" + number, 42, DeviceType.METER, eventTime.toEpochMilli(), 431.5));
  }

  /** What nobody can read. */
  static byte[] poison(int number) {
    return ("poison " + number).getBytes(UTF_8);
  }

  /** A letter as the stream writes it. */
  static byte[] encoded(Place place, String reason, Instant timestamp, byte[] payload) {
    return DeadLetterCodec.encode(
        DeadLetter.newBuilder()
            .setPayload(ByteBuffer.wrap(payload))
            .setKey(ByteBuffer.wrap(("key of " + place).getBytes(UTF_8)))
            .setReason(reason)
            .setDetail("detail of " + place)
            .setStep("validate")
            .setTopic(place.topic())
            .setPartition(place.partition())
            .setOffset(place.offset())
            .setRecordTimestamp(timestamp)
            .build());
  }

  /** The same, read again. */
  static Letter letter(Place place, String reason, Instant timestamp, byte[] payload) {
    return Objects.requireNonNull(Letter.read(encoded(place, reason, timestamp, payload)));
  }

  /** A place in the telemetry topic. */
  static Place at(int partition, long offset) {
    return new Place(TOPIC, partition, offset);
  }
}
