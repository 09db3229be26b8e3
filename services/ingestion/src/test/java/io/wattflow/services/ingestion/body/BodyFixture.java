package io.wattflow.services.ingestion.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.util.List;
import java.util.OptionalLong;

/** A parser at a fixed time, and readings as text. */
final class BodyFixture {
  /** 2026-01-31T12:30:00Z. */
  static final long NOW = 1_769_862_600_000L;

  static final String GOOD =
      "{\"device_id\":\"meter-1\",\"user_id\":42,\"event_time\":" + NOW + ",\"power_watts\":431.5}";

  private BodyFixture() {}

  static ReadingParser parser() {
    return parser(BodyLimits.defaults());
  }

  static ReadingParser parser(BodyLimits limits) {
    return new ReadingParser(limits, new ReadingValidator(ValidationLimits.defaults()));
  }

  static ReadingBatch parse(BodyFormat format, byte[] body) throws MalformedBodyException {
    return parser().parse(format, body, body.length, OptionalLong.empty(), NOW);
  }

  static ReadingBatch parseJson(String body) throws MalformedBodyException {
    return parse(BodyFormat.JSON, body.getBytes(UTF_8));
  }

  /** What goes to Kafka, read back. */
  static List<DecodedReading> decoded(ReadingBatch batch) {
    return batch.accepted().stream()
        .map(
            accepted -> {
              DecodedReading reading = new DecodedReading();
              if (new ReadingDecoder().decode(accepted.value(), reading) != null) {
                throw new AssertionError("what was accepted does not decode");
              }
              return reading;
            })
        .toList();
  }

  /** A good reading with one more member, or another value of one. */
  static String with(String member) {
    return GOOD.substring(0, GOOD.length() - 1) + "," + member + "}";
  }
}
