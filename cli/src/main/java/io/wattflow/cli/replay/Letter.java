package io.wattflow.cli.replay;

import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.InvalidMessageException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, and the original record that it holds.
 *
 * @param place of the original
 * @param reason why it was refused, such as TRUNCATED
 * @param detail one line for people
 * @param step of the pipeline that refused it
 * @param timestamp Kafka's of the original, to the millisecond; null if it had none
 * @param key of the original; null if it had none; not to be changed
 * @param payload of the original, empty if it had none; not to be changed
 * @param digest of the payload: the first 128 bits of its SHA-256 in hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way back, compared by their digest
record Letter(
    Place place,
    String reason,
    String detail,
    String step,
    @Nullable Instant timestamp,
    byte @Nullable [] key,
    byte[] payload,
    String digest) {
  private static final int DIGEST_BYTES = 16;

  /**
   * Reads the value of a record of the dead-letter topic.
   *
   * @param value null: a tombstone
   * @return null if it is no dead letter
   */
  static @Nullable Letter read(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return of(DeadLetterCodec.decode(value));
    } catch (InvalidMessageException e) {
      // Whatever else is in the topic is not ours to judge; the caller counts it.
      return null;
    }
  }

  private static Letter of(DeadLetter letter) {
    byte[] payload = bytes(letter.getPayload());
    ByteBuffer key = letter.getKey();
    return new Letter(
        new Place(letter.getTopic(), letter.getPartition(), letter.getOffset()),
        letter.getReason(),
        letter.getDetail(),
        letter.getStep(),
        letter.getRecordTimestamp(),
        key == null ? null : bytes(key),
        payload,
        digest(payload));
  }

  /**
   * The same for a letter that was written twice. The place alone would not do: a topic that was
   * deleted and made again begins anew at offset 0.
   */
  String identity() {
    return place + " " + digest;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String digest(byte[] payload) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(payload);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
