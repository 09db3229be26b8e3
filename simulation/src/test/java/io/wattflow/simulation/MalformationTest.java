package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformationTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ATTEMPTS = 500;

  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading decoded = new DecodedReading();
  private final Payloads payloads = new Payloads();
  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @EnumSource
  void isWhatItClaimsToBe(Malformation malformation) {
    // A mixed fleet: short and long ids, legacy producers, with and without optional fields.
    Iterator<Measurement> fleet = Fleet.household(5, 50, END, Duration.ofMinutes(5)).measurements();
    for (int i = 0; i < ATTEMPTS; i++) {
      Measurement m = fleet.next();
      byte[] payload = malformation.payload(m, payloads, random);
      DecodeFailure failure = decoder.decode(payload, decoded);
      if (malformation.ofTheBytes()) {
        assertThat(failure).as(decoder.detail()).isNotNull();
        assertThat(nameOf(failure)).isEqualTo(malformation.reason());
      } else {
        assertThat(failure).isNull();
        assertThat(isInvalid(malformation, m)).isTrue();
      }
    }
  }

  private static @Nullable String nameOf(@Nullable DecodeFailure failure) {
    return failure == null ? null : failure.name();
  }

  private boolean isInvalid(Malformation malformation, Measurement m) {
    return switch (malformation) {
      case NAN -> Double.isNaN(decoded.powerWatts());
      case INFINITE -> Double.isInfinite(decoded.powerWatts());
      case FAR_FUTURE -> decoded.eventTimeMillis() > END.plus(Duration.ofDays(3650)).toEpochMilli();
      case FAR_PAST -> decoded.eventTimeMillis() < END.minus(Duration.ofDays(3650)).toEpochMilli();
      case EMPTY_DEVICE_ID -> decoded.deviceIdLength() == 0;
      case LONG_DEVICE_ID -> decoded.deviceIdLength() > 128;
      case NO_USER -> decoded.userId() <= 0;
      case TOO_MUCH_POWER -> Math.abs(Math.round(decoded.powerWatts() * 1000)) > 1_000_000_000L;
      case WRONG_POWER_FACTOR -> Math.abs(decoded.powerFactor()) > 1;
      case NEGATIVE_VOLTAGE -> decoded.voltageVolts() < 0;
      case NEGATIVE_COUNTER -> decoded.energyCounterWh() < 0;
      case NEGATIVE_SEQUENCE -> decoded.hasSequence() && decoded.sequence() < 0;
      default -> throw new AssertionError(malformation + " of " + m);
    };
  }
}
