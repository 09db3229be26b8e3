package io.wattflow.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to Kafka, with what it means.
 *
 * @param key device id; decides the partition
 * @param payload the record's value; not to be changed
 * @param eventTimeMillis for the record's timestamp: the instant of the reading, and for a
 *     malformed record the instant of the good reading beside it, so that bad bytes do not disturb
 *     a watermark that is taken from the timestamps
 * @param kind what was done to the record
 * @param reading what a table must hold of it; null if and only if the record is malformed
 * @param expectedReason reason of the expected dead letter; null if and only if {@code reading} is
 *     not
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
public record ProducedRecord(
    String key,
    byte[] payload,
    long eventTimeMillis,
    Kind kind,
    @Nullable TrueReading reading,
    @Nullable String expectedReason) {

  /** What the script did to a record. */
  public enum Kind {
    /** In its place. */
    PLAIN,
    /**
     * Moved behind records of at most {@link TelemetryScript#SMALL_DELAY_MILLIS} later event time.
     */
    OUT_OF_ORDER,
    /** Moved back by more than that, and by at most {@link Faults#maxLateness()}. */
    LATE,
    /** The same bytes once again. */
    REPEATED,
    /** Another payload for an instant for which there is already one. */
    CONFLICTING,
    /** A record that no reading can be had from; see {@link Malformation}. */
    MALFORMED
  }
}
