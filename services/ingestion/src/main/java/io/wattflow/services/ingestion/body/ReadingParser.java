package io.wattflow.services.ingestion.body;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.util.OptionalLong;

/**
 * A body to its readings, by the rules of the pipeline. A body that cannot be read to its end is
 * refused as a whole, except lines of NDJSON; a reading that is not valid spoils no other.
 *
 * <p>Memory is bounded by the body's and by {@link BodyLimits}. Not thread-safe: one per thread.
 */
public final class ReadingParser {
  /** Of the single-object encoding: behind a reading, what begins otherwise is no other one. */
  private static final byte FIRST_BYTE = (byte) 0xC3;

  private final BodyLimits limits;
  private final JsonBodies json;
  private final ReadingJudge judge;
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading holder = new DecodedReading();

  public ReadingParser(BodyLimits limits, ReadingValidator validator) {
    this.limits = limits;
    this.judge = new ReadingJudge(validator);
    this.json = new JsonBodies(judge);
  }

  /**
   * Reads a whole body.
   *
   * @param body begins at 0; not kept
   * @param ownUser the only user that the sender may write for, and whose a JSON reading without a
   *     user is; empty: any
   * @param nowMillis the clock
   * @return at least one reading, good or bad
   * @throws MalformedBodyException if it cannot be read, is empty, or holds too many readings
   */
  public ReadingBatch parse(
      BodyFormat format, byte[] body, int length, OptionalLong ownUser, long nowMillis)
      throws MalformedBodyException {
    ReadingBatch batch = new ReadingBatch(limits.maxReadings());
    if (length == 0) {
      throw new MalformedBodyException(400, "EMPTY", "the body is empty: send a reading");
    }
    switch (format) {
      case JSON -> json.readDocument(body, length, ownUser, nowMillis, batch);
      case NDJSON -> json.readLines(body, length, ownUser, nowMillis, batch);
      case AVRO -> readAvro(body, length, ownUser, nowMillis, batch);
    }
    if (batch.size() == 0) {
      throw new MalformedBodyException(400, "EMPTY", "there is no reading in the body");
    }
    return batch;
  }

  private void readAvro(
      byte[] body, int length, OptionalLong ownUser, long nowMillis, ReadingBatch batch)
      throws MalformedBodyException {
    int at = 0;
    while (at < length) {
      DecodeFailure failure = decoder.decodeFirst(body, at, length - at, holder);
      if (failure != null) {
        throw malformed(
            batch.size() > 0 && body[at] != FIRST_BYTE ? DecodeFailure.TRAILING_BYTES : failure,
            at,
            batch.size());
      }
      int end = at + decoder.consumed();
      judge.judge(holder, body, at, end - at, ownUser, nowMillis, batch);
      at = end;
    }
  }

  private MalformedBodyException malformed(DecodeFailure failure, int at, int index) {
    return new MalformedBodyException(
        400, failure.name(), "reading %d, at byte %d: %s".formatted(index, at, decoder.detail()));
  }
}
