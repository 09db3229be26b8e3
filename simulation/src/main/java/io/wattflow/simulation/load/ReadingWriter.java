package io.wattflow.simulation.load;

import io.wattflow.schemas.wire.DecodedReading;

/**
 * Readings to the bytes of a body. Reused from body to body, so that a reading allocates next to
 * nothing. Not thread-safe.
 */
public sealed interface ReadingWriter permits JsonReadings, AvroReadings {
  /**
   * Appends a reading to the body.
   *
   * @throws IllegalArgumentException if the format has no form for one of its values
   */
  void add(DecodedReading reading);

  /**
   * Appends a reading as a device of the first generation says it, where the format knows a
   * difference.
   *
   * @throws IllegalArgumentException if the format has no form for one of its values
   */
  void addLegacy(DecodedReading reading);

  /** Whether the format has a form for all values of the reading. */
  boolean canWrite(DecodedReading reading);

  /** How many readings the body holds so far. */
  int size();

  /** The body in an array of its own; the next one begins empty. */
  byte[] take();
}
