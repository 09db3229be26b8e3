package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** JSON values as values of a column. */
final class ValueReader {
  private static final int MAX_TEXT = 256;
  private static final BigDecimal MAX_NUMBER = new BigDecimal("1e18");
  private static final int MAX_SCALE = 20;
  private static final BigInteger MAX_IDENTITY = BigInteger.valueOf(Long.MAX_VALUE);

  // What ClickHouse's DateTime and Date can hold.
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("2106-01-01T00:00:00Z");
  private static final LocalDate FIRST_DATE = LocalDate.EPOCH;
  private static final LocalDate LAST_DATE = LocalDate.of(2106, 1, 1);

  private ValueReader() {}

  /**
   * Reads a value.
   *
   * @return String, BigDecimal, Instant or LocalDate by the type of the column; null if it is none,
   *     which has become a fault
   */
  static @Nullable Object read(JsonNode value, Column column, String pointer, Faults faults) {
    return switch (column.type()) {
      case STRING, STRINGS -> text(value, pointer, faults);
      case NUMBER, DECIMAL -> number(value, column, pointer, faults);
      case TIMESTAMP -> instant(value, pointer, faults);
      case DATE -> date(value, pointer, faults);
    };
  }

  private static @Nullable String text(JsonNode value, String pointer, Faults faults) {
    if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
      faults.add(pointer, "must be a string of at most %d characters".formatted(MAX_TEXT));
      return null;
    }
    return value.textValue();
  }

  private static @Nullable BigDecimal number(
      JsonNode value, Column column, String pointer, Faults faults) {
    if (column.aggregates().equals(Aggregate.OF_IDENTITIES)) {
      return identity(value, pointer, faults);
    }
    // The scale first: 1e-999999999 would be long to compare.
    if (!value.isNumber()
        || Math.abs(value.decimalValue().scale()) > MAX_SCALE
        || value.decimalValue().abs().compareTo(MAX_NUMBER) > 0) {
      faults.add(pointer, "must be a number of at most 1e18 and 20 decimals");
      return null;
    }
    return value.decimalValue();
  }

  private static @Nullable BigDecimal identity(JsonNode value, String pointer, Faults faults) {
    if (!value.isIntegralNumber()
        || value.bigIntegerValue().signum() < 0
        || value.bigIntegerValue().compareTo(MAX_IDENTITY) > 0) {
      faults.add(pointer, "must be a whole number from 0 to 9223372036854775807");
      return null;
    }
    return value.decimalValue();
  }

  private static @Nullable Instant instant(JsonNode value, String pointer, Faults faults) {
    Instant instant = value.isTextual() ? instant(value.textValue()) : null;
    if (instant == null) {
      faults.add(
          pointer,
          "must be an instant from 1970 to 2105 with an offset and at most milliseconds, such as"
              + " 2026-11-27T00:00:00Z");
    }
    return instant;
  }

  private static @Nullable Instant instant(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      boolean inRange = !instant.isBefore(FIRST) && !instant.isAfter(LAST);
      return inRange && instant.equals(instant.truncatedTo(ChronoUnit.MILLIS)) ? instant : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable LocalDate date(JsonNode value, String pointer, Faults faults) {
    LocalDate date = value.isTextual() ? date(value.textValue()) : null;
    if (date == null) {
      faults.add(pointer, "must be a date from 1970 to 2105, such as 2026-11-27");
    }
    return date;
  }

  private static @Nullable LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      return date.isBefore(FIRST_DATE) || date.isAfter(LAST_DATE) ? null : date;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
