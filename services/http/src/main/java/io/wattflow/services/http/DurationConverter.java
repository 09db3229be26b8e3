package io.wattflow.services.http;

import io.wattflow.core.text.DurationText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations in options of the command line: above 0, as {@link DurationText} reads them. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    try {
      Duration duration = DurationText.parse(value.strip());
      if (duration.isNegative() || duration.isZero()) {
        throw new TypeConversionException("'" + value + "' must be above 0");
      }
      return duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + value + "' is not a duration; write " + DurationText.EXAMPLES);
    }
  }
}
