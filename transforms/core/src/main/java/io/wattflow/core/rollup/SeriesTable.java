package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import io.wattflow.core.shard.Shards;
import java.util.Arrays;

/**
 * The series of an accumulator, numbered in the order of their first appearance: open addressing
 * with linear probing over a mixed hash, and all keys in a handful of primitive columns, so that a
 * million series cost no million objects.
 *
 * <p>Memory: 25 bytes a series, plus the bytes of its device id, plus the slack of doubling arrays.
 */
public final class SeriesTable {
  /** The fewest bytes that {@link #writeKey} writes. */
  static final int MIN_KEY_BYTES = 4;

  private static final int INITIAL_SERIES = 16;
  private static final long USER_FACTOR = 0xD6E8FEB86659FD93L;
  private static final long TYPE_FACTOR = 0xA0761D6478BD642FL;

  private int count;
  private long[] hashes = new long[INITIAL_SERIES];
  private long[] userIds = new long[INITIAL_SERIES];
  private byte[] types = new byte[INITIAL_SERIES];
  private int[] idEnds = new int[INITIAL_SERIES];
  private byte[] ids = new byte[INITIAL_SERIES * 16];

  /** Series number + 1, or 0 for a free slot; twice as many slots as series at least. */
  private int[] slots = new int[INITIAL_SERIES * 2];

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The user of a series, unsigned. */
  public long userId(int series) {
    return userIds[series];
  }

  /** The device type of a series: its position in the enum. */
  public int typeCode(int series) {
    return types[series];
  }

  /** Holds the device ids; not to be written to, and valid until the next series is added. */
  public byte[] idBuffer() {
    return ids;
  }

  /** Where the device id of a series begins in {@link #idBuffer}. */
  public int idOffset(int series) {
    return series == 0 ? 0 : idEnds[series - 1];
  }

  /** Length of the device id of a series in bytes. */
  public int idLength(int series) {
    return idEnds[series] - idOffset(series);
  }

  SeriesKey key(int series) {
    return SeriesKey.of(userIds[series], ids, idOffset(series), idLength(series), types[series]);
  }

  /**
   * Writes the key of a series: user (varint), type code (byte), length of the device id (byte) and
   * the id.
   */
  void writeKey(ByteWriter out, int series) {
    out.writeVarint(userIds[series]);
    out.writeByte(types[series]);
    out.writeByte(idLength(series));
    out.writeBytes(ids, idOffset(series), idLength(series));
  }

  /** Reads a key and returns the number of its series, which is added if it is new. */
  int readKey(ByteReader in) {
    long userId = in.readVarint();
    int typeCode = in.readByte();
    int length = in.readByte();
    int from = in.skip(length);
    if (typeCode > Byte.MAX_VALUE || length < 1 || length > ReadingLimits.MAX_DEVICE_ID_BYTES) {
      throw in.fail("a series key out of range");
    }
    byte[] buffer = in.buffer();
    return indexOf(Shards.hash(buffer, from, length), userId, typeCode, buffer, from, length);
  }

  /**
   * The number of a series, which is added if it is new.
   *
   * @param deviceHash {@link Shards#hash} of the device id
   */
  public int indexOf(
      long deviceHash, long userId, int typeCode, byte[] buffer, int offset, int length) {
    long hash = Shards.mix(deviceHash ^ (userId * USER_FACTOR) ^ ((typeCode + 1) * TYPE_FACTOR));
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    for (int found = slots[slot]; found != 0; found = slots[slot]) {
      int series = found - 1;
      if (hashes[series] == hash && matches(series, userId, typeCode, buffer, offset, length)) {
        return series;
      }
      slot = (slot + 1) & mask;
    }
    return insert(hash, userId, typeCode, buffer, offset, length);
  }

  private boolean matches(
      int series, long userId, int typeCode, byte[] buffer, int offset, int length) {
    int from = idOffset(series);
    return userIds[series] == userId
        && types[series] == typeCode
        && Arrays.equals(ids, from, idEnds[series], buffer, offset, offset + length);
  }

  private int insert(long hash, long userId, int typeCode, byte[] buffer, int offset, int length) {
    checkKey(typeCode, length);
    int series = count;
    if (series == hashes.length) {
      grow(series * 2);
    }
    int from = idOffset(series);
    if (ids.length - from < length) {
      ids = Arrays.copyOf(ids, Math.max(ids.length * 2, from + length));
    }
    System.arraycopy(buffer, offset, ids, from, length);
    idEnds[series] = from + length;
    hashes[series] = hash;
    userIds[series] = userId;
    types[series] = (byte) typeCode;
    count = series + 1;
    if (count * 2 > slots.length) {
      rebuildSlots(slots.length * 2);
    } else {
      place(series);
    }
    return series;
  }

  static void checkKey(int typeCode, int length) {
    if (typeCode < 0 || typeCode > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("device type code " + typeCode + " is not in [0, 127]");
    }
    if (length < 1 || length > ReadingLimits.MAX_DEVICE_ID_BYTES) {
      throw new IllegalArgumentException(
          "device id of "
              + length
              + " bytes, allowed are 1 to "
              + ReadingLimits.MAX_DEVICE_ID_BYTES);
    }
  }

  /** Makes room for so many series in all, so that they need not be moved while they are added. */
  void reserve(int series) {
    if (series > hashes.length) {
      grow(series);
    }
    if (series * 2L > slots.length && series <= 1 << 29) {
      rebuildSlots(Integer.highestOneBit(series * 2 - 1) * 2);
    }
  }

  private void grow(int capacity) {
    hashes = Arrays.copyOf(hashes, capacity);
    userIds = Arrays.copyOf(userIds, capacity);
    types = Arrays.copyOf(types, capacity);
    idEnds = Arrays.copyOf(idEnds, capacity);
  }

  private void rebuildSlots(int capacity) {
    slots = new int[capacity];
    for (int series = 0; series < count; series++) {
      place(series);
    }
  }

  private void place(int series) {
    int mask = slots.length - 1;
    int slot = (int) hashes[series] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = series + 1;
  }

  /**
   * The numbers of all series in canonical order: by hash, then user, type and device id. It is a
   * function of the set of keys alone, whatever order they came in. The hash comes first because
   * longs sort fast; ties of the whole hash are all but impossible and still settled.
   */
  int[] canonicalOrder() {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
    long indexMask = (1L << bits) - 1;
    long[] tagged = new long[count];
    for (int series = 0; series < count; series++) {
      tagged[series] = (hashes[series] & ~indexMask) | series;
    }
    Arrays.sort(tagged);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) (tagged[i] & indexMask);
    }
    settleTies(tagged, indexMask, order);
    return order;
  }

  /**
   * Insertion sort within runs whose sorted hash prefixes are equal; such runs are one long but for
   * freak collisions.
   */
  private void settleTies(long[] tagged, long indexMask, int[] order) {
    for (int i = 1; i < order.length; i++) {
      int moving = order[i];
      int at = i;
      while (at > 0
          && ((tagged[at - 1] ^ tagged[i]) & ~indexMask) == 0
          && compare(order[at - 1], moving) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moving;
    }
  }

  private int compare(int left, int right) {
    int byHash = Long.compare(hashes[left], hashes[right]);
    if (byHash != 0) {
      return byHash;
    }
    int byUser = Long.compare(userIds[left], userIds[right]);
    if (byUser != 0) {
      return byUser;
    }
    int byType = Byte.compare(types[left], types[right]);
    return byType != 0
        ? byType
        : Arrays.compareUnsigned(
            ids, idOffset(left), idEnds[left], ids, idOffset(right), idEnds[right]);
  }
}
