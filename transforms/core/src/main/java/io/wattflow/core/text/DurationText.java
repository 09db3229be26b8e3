package io.wattflow.core.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 10s}, {@code 45m}, {@code 2h}, {@code 30d}.
 */
public final class DurationText {
  /** What may be written, for messages. */
  public static final String EXAMPLES = "10s, 10m, 2h, 30d or PT10M";

  private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * Reads a duration in one of these forms, or in ISO-8601 as {@code PT10M}.
   *
   * @throws DateTimeParseException if it is none
   * @throws ArithmeticException if it is too long
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
