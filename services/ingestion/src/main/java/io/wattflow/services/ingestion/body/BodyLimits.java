package io.wattflow.services.ingestion.body;

/**
 * How much a request may bring.
 *
 * @param maxBytes of a body, both as sent and uncompressed, at least 1
 * @param maxReadings of a request, at least 1
 */
public record BodyLimits(int maxBytes, int maxReadings) {
  /** Nesting of JSON; a reading needs two levels. */
  public static final int MAX_NESTING = 8;

  /** Characters of a JSON string or name. */
  public static final int MAX_STRING = 4 * 1024;

  /** Digits of a JSON number. */
  public static final int MAX_NUMBER = 100;

  /** Fields that we do not know, in one reading. */
  public static final int MAX_UNKNOWN_FIELDS = 32;

  public BodyLimits {
    if (maxBytes < 1 || maxReadings < 1) {
      throw new IllegalArgumentException("maxBytes and maxReadings must be at least 1");
    }
  }

  /** 4 MiB and 10,000 readings. */
  public static BodyLimits defaults() {
    return new BodyLimits(4 << 20, 10_000);
  }
}
