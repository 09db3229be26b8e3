package io.wattflow.benchmarks.stream;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and validates as the product does, for the peers, which leave out what is bad.
 *
 * <p>Not safe for use by several threads.
 */
public final class ReadingIntake {
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final ReadingValidator validator = new ReadingValidator(ValidationLimits.defaults());
  private final FirstReadClock clock = new FirstReadClock();
  private final DecodedReading reading = new DecodedReading();

  /** The reading, valid until the next call; null if it is bad. */
  public @Nullable DecodedReading take(byte[] payload) {
    return decoder.decode(payload, reading) == null
            && validator.validate(reading, clock.millis()) == null
        ? reading
        : null;
  }
}
