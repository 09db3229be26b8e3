package io.wattflow.benchmarks.stream;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and validates as the product does, for the peers. The topics of the benchmarks hold no
 * bad records, so there is nothing to do with one but to leave it out: the sums then tell.
 *
 * <p>Not safe for use by several threads.
 */
final class ReadingIntake {
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final ReadingValidator validator = new ReadingValidator(ValidationLimits.defaults());
  private final FirstReadClock clock = new FirstReadClock();
  private final DecodedReading reading = new DecodedReading();

  /** The reading, valid until the next call; null if it is bad. */
  @Nullable DecodedReading take(byte[] payload) {
    return decoder.decode(payload, reading) == null
            && validator.validate(reading, clock.millis()) == null
        ? reading
        : null;
  }
}
