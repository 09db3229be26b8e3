package io.wattflow.services.ingestion.auth;

import io.wattflow.core.text.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The end of a key, in seconds: from now in {@code 12h}, {@code 90d} or PT36H, or an instant. */
final class ExpiryConverter implements ITypeConverter<Instant> {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final Clock clock;

  ExpiryConverter() {
    this(Clock.systemUTC());
  }

  ExpiryConverter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant convert(String value) {
    Instant now = clock.instant();
    Optional<Instant> end = duration(value).map(now::plus).or(() -> instant(value));
    if (end.isEmpty()) {
      throw new TypeConversionException(
          "'%s' is neither a duration (12h, 90d; up to 100 years) nor an instant".formatted(value)
              + " (2027-01-31T00:00:00Z)");
    }
    Instant seconds = end.get().truncatedTo(ChronoUnit.SECONDS);
    if (!seconds.isAfter(now)) {
      throw new TypeConversionException("'%s' has passed already: %s".formatted(value, seconds));
    }
    return seconds;
  }

  private static Optional<Duration> duration(String value) {
    try {
      return Optional.of(DurationText.parse(value))
          .filter(duration -> duration.abs().compareTo(LONGEST) <= 0);
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String value) {
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
