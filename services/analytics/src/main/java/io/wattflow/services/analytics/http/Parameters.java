package io.wattflow.services.analytics.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of a request, each read and checked where it is asked for. What is wrong is told
 * by a {@link ProblemException} that names the parameter and what it may be.
 */
final class Parameters {
  private static final int MAX_LENGTH = 512;

  // Beyond these ClickHouse has no instants, and nobody has readings.
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private final RoutingContext context;
  private final MultiMap query;

  private Parameters(RoutingContext context, MultiMap query) {
    this.context = context;
    this.query = query;
  }

  /**
   * The parameters of a request that knows these names. A name that it does not know is an error: a
   * misspelt one would otherwise silently mean its default.
   */
  static Parameters of(RoutingContext context, Set<String> names) {
    MultiMap query;
    try {
      query = context.queryParams();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          io.wattflow.services.http.Problem.of(
              400, "bad-request", "Bad request", "the query string cannot be decoded"));
    }
    for (String name : query.names()) {
      if (!names.contains(name)) {
        throw ProblemException.field(
            shown(name),
            names.isEmpty()
                ? "no such parameter; there are none here"
                : "no such parameter; there are "
                    + String.join(", ", names.stream().sorted().toList()));
      }
      List<String> values = query.getAll(name);
      if (values.size() > 1) {
        throw ProblemException.field(name, "given " + values.size() + " times; give it once");
      }
      if (values.get(0).length() > MAX_LENGTH) {
        throw ProblemException.field(name, "longer than " + MAX_LENGTH + " characters");
      }
    }
    return new Parameters(context, query);
  }

  /** What a client wrote, short and without control characters: it goes into an error. */
  static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A user id in the path. */
  long userInPath() {
    return userId("user", context.pathParam("user"));
  }

  /** A device id in the path. */
  String deviceInPath() {
    String device = context.pathParam("device");
    if (device == null || device.isEmpty() || device.length() > MAX_LENGTH) {
      throw ProblemException.field("device", "must have 1 to " + MAX_LENGTH + " characters");
    }
    return device;
  }

  /** A user id in the query. */
  Optional<Long> user(String name) {
    return text(name).map(value -> userId(name, value));
  }

  private static long userId(String name, String text) {
    try {
      long user = Long.parseLong(text);
      // One way to write a number only, so that one user has one address.
      if (user > 0 && Long.toString(user).equals(text)) {
        return user;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is no user's.
    }
    throw ProblemException.field(name, "'" + shown(text) + "' must be a whole number above 0");
  }

  int number(String name, int min, int max, int otherwise) {
    return text(name)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Told below, like a number out of range.
              }
              throw ProblemException.field(
                  name, "'" + shown(value) + "' must be a whole number from " + min + " to " + max);
            })
        .orElse(otherwise);
  }

  Optional<ZoneId> zone(String name) {
    return text(name)
        .map(
            value -> {
              if (!value.equals("UTC") && !ZoneId.getAvailableZoneIds().contains(value)) {
                throw ProblemException.field(
                    name, "'" + shown(value) + "' is no IANA time zone, such as Europe/Berlin");
              }
              return ZoneId.of(value);
            });
  }

  /** An instant between 1970 and 2100. */
  Optional<Instant> instant(String name) {
    return text(name).map(value -> instant(name, value));
  }

  /** An instant that has to be given. */
  Instant requiredInstant(String name) {
    return instant(name)
        .orElseThrow(
            () ->
                ProblemException.field(
                    name, "missing; give an instant, such as 2026-11-27T00:00:00Z"));
  }

  private static Instant instant(String name, String value) {
    Instant instant;
    try {
      // A plus sign in a query string is a space.
      instant = OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw ProblemException.field(
          name,
          "'"
              + shown(value)
              + "' is no instant; write one with an offset, such as 2026-11-27T00:00:00Z");
    }
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw ProblemException.field(name, "must lie between 1970 and 2100");
    }
    return instant;
  }

  /** A date between 1970 and 2100. */
  Optional<LocalDate> date(String name) {
    return text(name)
        .map(
            value -> {
              LocalDate date;
              try {
                date = LocalDate.parse(value);
              } catch (DateTimeException e) {
                throw ProblemException.field(
                    name, "'" + shown(value) + "' is no date, such as 2026-11-27");
              }
              if (date.getYear() < 1970 || date.getYear() > 2099) {
                throw ProblemException.field(name, "must lie between 1970 and 2100");
              }
              return date;
            });
  }

  /**
   * One of several values.
   *
   * @param symbols how they are written
   */
  <T> Optional<T> choice(String name, List<T> values, Function<T, String> symbols) {
    return text(name).map(value -> choice(name, value, values, symbols));
  }

  /** One of several values, written in the path. */
  <T> T choiceInPath(String name, List<T> values, Function<T, String> symbols) {
    return choice(name, String.valueOf(context.pathParam(name)), values, symbols);
  }

  private static <T> T choice(
      String name, String text, List<T> values, Function<T, String> symbols) {
    for (T value : values) {
      if (symbols.apply(value).equals(text)) {
        return value;
      }
    }
    throw ProblemException.field(
        name,
        "'"
            + shown(text)
            + "' must be one of "
            + String.join(", ", values.stream().map(symbols).toList()));
  }

  /** An enum's symbol as it is written in requests. */
  static String symbol(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
