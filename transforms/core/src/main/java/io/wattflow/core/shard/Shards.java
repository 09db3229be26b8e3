package io.wattflow.core.shard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The stable assignment of devices to shards.
 *
 * <p>The hash folds the device id eight bytes at a time by xor, rotation and a multiplication by an
 * odd constant, and is finished by a full-avalanche mix (the 64-bit finaliser of MurmurHash3),
 * because device ids are often sequential and an unfinished hash would cluster them. The result is
 * a contract: state that was written by an older version lives under its shard number. A golden
 * test guards it.
 */
public final class Shards {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FOLD = 0x9E3779B97F4A7C15L;

  private Shards() {}

  /**
   * The shard of a device.
   *
   * @param buffer holds the UTF-8 bytes of the device id
   * @param offset index of the first byte
   * @param length number of bytes
   * @param shards number of shards, at least 1
   * @return a number in {@code [0, shards)}
   */
  public static int shardOf(byte[] buffer, int offset, int length, int shards) {
    return shardOf(hash(buffer, offset, length), shards);
  }

  /** The shard of a device whose {@link #hash} is known. */
  public static int shardOf(long hash, int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards must be at least 1, not " + shards);
    }
    // The high half, scaled to the number of shards: no division, and the low half stays
    // independent for hash tables.
    return (int) (((hash >>> 32) * shards) >>> 32);
  }

  /** The 64-bit hash of a device id, stable for ever. */
  public static long hash(byte[] buffer, int offset, int length) {
    long hash = length * FOLD;
    int at = offset;
    int left = length;
    while (left >= Long.BYTES) {
      hash = fold(hash, (long) LONGS.get(buffer, at));
      at += Long.BYTES;
      left -= Long.BYTES;
    }
    if (left > 0) {
      long tail = 0;
      for (int i = 0; i < left; i++) {
        tail |= (buffer[at + i] & 0xFFL) << (i * Byte.SIZE);
      }
      hash = fold(hash, tail);
    }
    return mix(hash);
  }

  private static long fold(long hash, long word) {
    return (Long.rotateLeft(hash, 29) ^ word) * FOLD;
  }

  /** Spreads every input bit over all output bits; a bijection. */
  public static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
