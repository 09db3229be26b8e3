package io.wattflow.services.ingestion.body;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.RejectionReason;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Decides by the pipeline's own rules whether a reading goes on, and whether its sender may write
 * for its user. Not thread-safe.
 */
final class ReadingJudge {
  private final ReadingValidator validator;
  private final ReadingEncoder encoder = new ReadingEncoder();

  ReadingJudge(ReadingValidator validator) {
    this.validator = validator;
  }

  /**
   * Judges a reading that is not in Avro yet.
   *
   * @param deviceId an array of its own, which is passed on
   */
  void judge(
      DecodedReading reading,
      byte[] deviceId,
      OptionalLong onlyUser,
      long nowMillis,
      ReadingBatch batch)
      throws MalformedBodyException {
    if (mayPass(reading, onlyUser, nowMillis, batch)) {
      batch.accept(deviceId, encoder.encode(reading), reading.eventTimeMillis());
    }
  }

  /** Judges a reading that stands in a buffer as Avro, and passes on a copy of these bytes. */
  void judge(
      DecodedReading reading,
      byte[] buffer,
      int from,
      int length,
      OptionalLong onlyUser,
      long nowMillis,
      ReadingBatch batch)
      throws MalformedBodyException {
    if (mayPass(reading, onlyUser, nowMillis, batch)) {
      int id = reading.deviceIdOffset();
      batch.accept(
          Arrays.copyOfRange(reading.deviceIdBuffer(), id, id + reading.deviceIdLength()),
          Arrays.copyOfRange(buffer, from, from + length),
          reading.eventTimeMillis());
    }
  }

  private boolean mayPass(
      DecodedReading reading, OptionalLong onlyUser, long nowMillis, ReadingBatch batch)
      throws MalformedBodyException {
    if (onlyUser.isPresent() && onlyUser.getAsLong() != reading.userId()) {
      batch.reject(
          new Rejection(
              batch.size(),
              "user_id",
              Rejection.FOREIGN_USER,
              "the key writes for user " + onlyUser.getAsLong() + " only"));
      return false;
    }
    RejectionReason reason = validator.validate(reading, nowMillis);
    if (reason == null) {
      return true;
    }
    batch.reject(
        new Rejection(
            batch.size(),
            ReadingValidator.fieldOf(reason, reading),
            reason.name(),
            validator.describe(reason, reading)));
    return false;
  }
}
