package io.wattflow.pipelines.options;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.text.DurationText;
import io.wattflow.schemas.avro.DeviceType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Readers of option values that are more than a number or a name. */
public final class OptionValues {
  /** A century; what is longer is a slip of the pen, and could overflow in milliseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final String INSTANT_REMEDY =
      "write a day of UTC such as 2026-11-01 or an instant such as 2026-11-01T18:00:00Z";

  private OptionValues() {}

  /**
   * A duration, written as {@code 10s}, {@code 500ms}, {@code 10m}, {@code 2h}, {@code 30d} or in
   * ISO-8601 as {@code PT10M}.
   *
   * @param option the option's name, for the error
   * @param least the shortest that is allowed
   * @throws OptionException if it cannot be read or is shorter
   */
  public static Duration duration(String option, String value, Duration least) {
    Duration duration = parse(option, value.trim());
    if (duration.compareTo(LONGEST) > 0) {
      throw new OptionException(option, value, "must be at most " + LONGEST.toDays() + "d");
    }
    if (duration.compareTo(least) < 0) {
      throw new OptionException(
          option,
          value,
          least.isZero() ? "must not be negative" : "must be at least " + least.toMillis() + "ms");
    }
    return duration;
  }

  private static Duration parse(String option, String value) {
    try {
      return DurationText.parse(value);
    } catch (DateTimeParseException | ArithmeticException e) {
      if (value.startsWith("-")) {
        throw new OptionException(option, value, "must not be negative");
      }
      throw new OptionException(option, value, "is not a duration; write " + DurationText.EXAMPLES);
    }
  }

  /**
   * An instant, or a day of UTC for its start.
   *
   * @throws OptionException if it is missing or neither
   */
  public static Instant instant(String option, String value) {
    if (value.isBlank()) {
      throw new OptionException(option, value, "is missing; " + INSTANT_REMEDY);
    }
    try {
      return value.indexOf('T') < 0
          ? LocalDate.parse(value.trim()).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(value.trim());
    } catch (DateTimeParseException e) {
      throw new OptionException(
          option, value, "is neither a day nor an instant; " + INSTANT_REMEDY);
    }
  }

  /**
   * A number within bounds, both inclusive.
   *
   * @throws OptionException if it is outside
   */
  public static int number(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new OptionException(
          option, Integer.toString(value), "must be from " + least + " to " + most);
    }
    return value;
  }

  /**
   * A URL with one of the given schemes and a host.
   *
   * @throws OptionException if it is not one
   */
  public static URI url(String option, String value, Set<String> schemes) {
    String remedy =
        "is not a URL; write "
            + String.join(
                " or ", schemes.stream().sorted().map(scheme -> scheme + "://host:port").toList());
    try {
      URI uri = new URI(value);
      if (uri.getScheme() == null
          || !schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          || uri.getHost() == null) {
        throw new OptionException(option, value, remedy);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new OptionException(option, value, remedy);
    }
  }

  /**
   * Brokers as host:port, separated by commas.
   *
   * @throws OptionException if one has no port
   */
  public static String brokers(String option, String value) {
    for (String broker : value.split(",", -1)) {
      if (!broker.trim().matches("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
        throw new OptionException(
            option, value, "is not a list of host:port, such as kafka-1:9092");
      }
    }
    return value;
  }

  /**
   * A name of letters, digits and {@code . _ -}: a Kafka topic, a consumer group.
   *
   * @throws OptionException if it has anything else, or is empty or longer than 249
   */
  public static String name(String option, String value) {
    if (!value.matches("[A-Za-z0-9._-]{1,249}")) {
      throw new OptionException(
          option, value, "may have letters, digits and . _ - only, 249 at most");
    }
    return value;
  }

  /**
   * The name of a database: a letter or underscore, then letters, digits and underscores.
   *
   * @throws OptionException if it is none
   */
  public static String identifier(String option, String value) {
    if (!value.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
      throw new OptionException(
          option, value, "must be a letter or _ and then letters, digits and _ only");
    }
    return value;
  }

  /**
   * The path of a folder, which need not be there.
   *
   * @throws OptionException if it is missing or no path
   */
  public static Path folder(String option, String value) {
    if (value.isBlank()) {
      throw new OptionException(option, value, "is missing; name a folder");
    }
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new OptionException(option, value, "is no path");
    }
  }

  /**
   * One of the constants of an enum, in any case.
   *
   * @throws OptionException if it is none of them
   */
  public static <E extends Enum<E>> E oneOf(String option, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.trim())) {
        return constant;
      }
    }
    throw new OptionException(
        option,
        value,
        "is none of "
            + String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  /**
   * Metering rules with the gap caps of {@link RollupOptions#getGapCaps}.
   *
   * @throws OptionException if a device type is unknown or a duration cannot be read
   */
  public static MeteringRules meteringRules(String option, String gapCaps) {
    MeteringRules rules = MeteringRules.defaults();
    if (gapCaps.isBlank()) {
      return rules;
    }
    for (String entry : gapCaps.split(",", -1)) {
      String[] parts = entry.trim().split("=", -1);
      if (parts.length != 2) {
        throw new OptionException(option, gapCaps, "write TYPE=duration, separated by commas");
      }
      DeviceType type;
      try {
        type = DeviceType.valueOf(parts[0].trim().toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new OptionException(
            option,
            gapCaps,
            "no device type " + parts[0] + "; known are " + Arrays.toString(DeviceType.values()));
      }
      rules = rules.withGapCap(type, duration(option, parts[1], Duration.ofMillis(1)));
    }
    return rules;
  }
}
