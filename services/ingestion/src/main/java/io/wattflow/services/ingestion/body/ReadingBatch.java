package io.wattflow.services.ingestion.body;

import java.util.ArrayList;
import java.util.List;

/**
 * The readings of one request: those to be sent to Kafka, in their order, and those that are
 * refused. Not thread-safe.
 */
public final class ReadingBatch {
  private final int maxReadings;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Rejection> rejected = new ArrayList<>();
  private long bytes;

  /**
   * A reading on its way.
   *
   * @param key UTF-8 of the device id; decides the partition
   * @param value Avro, with its framing
   * @param eventTimeMillis for the record's timestamp
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
  public record Accepted(byte[] key, byte[] value, long eventTimeMillis) {}

  /** An empty batch that takes so many readings, good or bad. */
  public ReadingBatch(int maxReadings) {
    this.maxReadings = maxReadings;
  }

  /** How many readings the request has so far; the index of the next one. */
  public int size() {
    return accepted.size() + rejected.size();
  }

  /** Readings to be sent. */
  public List<Accepted> accepted() {
    return accepted;
  }

  /** Readings that are refused, in the order of their index. */
  public List<Rejection> rejected() {
    return rejected;
  }

  /** Bytes of keys and values that are to be sent. */
  public long bytes() {
    return bytes;
  }

  void accept(byte[] key, byte[] value, long eventTimeMillis) throws MalformedBodyException {
    requireRoom();
    accepted.add(new Accepted(key, value, eventTimeMillis));
    bytes += key.length + value.length;
  }

  void reject(Rejection rejection) throws MalformedBodyException {
    requireRoom();
    rejected.add(rejection);
  }

  private void requireRoom() throws MalformedBodyException {
    if (size() == maxReadings) {
      throw new MalformedBodyException(
          413,
          "TOO_MANY_READINGS",
          "more than " + maxReadings + " readings in one request: send them in several");
    }
  }
}
