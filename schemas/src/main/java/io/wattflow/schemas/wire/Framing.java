package io.wattflow.schemas.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes before the body.
 *
 * <ul>
 *   <li>Avro single-object encoding: {@code C3 01}, then the CRC-64-AVRO fingerprint of the
 *       writer's schema, 8 bytes, little endian (Avro 1.11 specification, "Single-object
 *       encoding").
 *   <li>Confluent: {@code 00}, then the writer's schema id at a registry, 4 bytes, big endian.
 * </ul>
 */
final class Framing {
  static final byte SINGLE_OBJECT_FIRST = (byte) 0xC3;
  static final byte SINGLE_OBJECT_SECOND = 0x01;
  static final int SINGLE_OBJECT_LENGTH = 10;
  static final byte CONFLUENT_MAGIC = 0x00;
  static final int CONFLUENT_LENGTH = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Framing() {}

  static boolean isSingleObject(byte[] payload) {
    return isSingleObject(payload, 0, payload.length);
  }

  /** Whether the {@code length} bytes from {@code from} are framed so. */
  static boolean isSingleObject(byte[] buffer, int from, int length) {
    return length >= SINGLE_OBJECT_LENGTH
        && buffer[from] == SINGLE_OBJECT_FIRST
        && buffer[from + 1] == SINGLE_OBJECT_SECOND;
  }

  /** The payload, which begins at {@code from}, is {@link #isSingleObject}. */
  static long fingerprint(byte[] buffer, int from) {
    return (long) LONGS.get(buffer, from + 2);
  }

  /** The payload, which begins at {@code from}, has {@link #CONFLUENT_LENGTH} bytes or more. */
  static int schemaId(byte[] buffer, int from) {
    return (int) INTS.get(buffer, from + 1);
  }

  static int putSingleObject(byte[] target, long fingerprint) {
    target[0] = SINGLE_OBJECT_FIRST;
    target[1] = SINGLE_OBJECT_SECOND;
    LONGS.set(target, 2, fingerprint);
    return SINGLE_OBJECT_LENGTH;
  }

  static int putConfluent(byte[] target, int schemaId) {
    target[0] = CONFLUENT_MAGIC;
    INTS.set(target, 1, schemaId);
    return CONFLUENT_LENGTH;
  }
}
