package io.wattflow.cli.replay;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.RejectionReason;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.time.Clock;
import java.time.Instant;

/**
 * Says of a payload what the stream of this version, with the same limits, would say of it. Not
 * thread-safe.
 */
final class Judge {
  /** What becomes of a payload. */
  sealed interface Verdict {}

  /**
   * It is a reading.
   *
   * @param eventTime of the measurement
   * @param text the reading for people; what a device has put into it stands there as it is
   */
  record Good(Instant eventTime, String text) implements Verdict {}

  /**
   * It is none.
   *
   * @param step that would refuse it
   * @param reason as of a dead letter
   * @param detail one line for people
   */
  record Refused(String step, String reason, String detail) implements Verdict {}

  private final ReadingDecoder decoder;
  private final ReadingValidator validator;
  private final Clock clock;
  private final DecodedReading reading = new DecodedReading();

  Judge(DecoderOptions decoder, ValidationLimits limits, Clock clock) {
    this.decoder = new ReadingDecoder(decoder);
    this.validator = new ReadingValidator(limits);
    this.clock = clock;
  }

  /**
   * Judges a payload.
   *
   * @throws io.wattflow.schemas.wire.RegistryUnavailableException if its schema must be looked up
   *     and the registry does not answer
   */
  Verdict judge(byte[] payload) {
    DecodeFailure failure = decoder.decode(payload, reading);
    if (failure != null) {
      return new Refused("decode", failure.name(), decoder.detail());
    }
    RejectionReason rejection = validator.validate(reading, clock.millis());
    if (rejection != null) {
      return new Refused("validate", rejection.name(), validator.describe(rejection, reading));
    }
    return new Good(Instant.ofEpochMilli(reading.eventTimeMillis()), reading.toString());
  }
}
