package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.DeadLetter;

/** Dead letters in Avro single-object encoding. Reads every published version. Thread-safe. */
public final class DeadLetterCodec {
  private static final RecordCodec<DeadLetter> CODEC =
      new RecordCodec<>(PublishedSchemas.DEAD_LETTER, DeadLetter.class);

  private DeadLetterCodec() {}

  /** Equal messages give equal bytes. */
  public static byte[] encode(DeadLetter message) {
    return CODEC.encode(message);
  }

  /**
   * Reads a dead letter of any published version.
   *
   * @throws InvalidMessageException if the bytes are not a whole dead letter of a published version
   */
  public static DeadLetter decode(byte[] bytes) throws InvalidMessageException {
    return CODEC.decode(bytes);
  }
}
