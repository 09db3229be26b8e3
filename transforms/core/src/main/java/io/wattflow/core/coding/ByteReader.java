package io.wattflow.core.coding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what {@link ByteWriter} wrote. Every read is checked against the end, and every malformed
 * input ends in an {@link EncodingException}; nothing is allocated by a length that the remaining
 * bytes cannot back. Not safe for use by several threads.
 */
public final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final String what;
  private byte[] bytes;
  private int position;
  private int end;

  /** A reader of a whole array; {@code what} names the thing read in messages. */
  public ByteReader(String what, byte[] bytes) {
    this(what, bytes, 0, bytes.length);
  }

  /** A reader of a slice. */
  public ByteReader(String what, byte[] bytes, int offset, int length) {
    this.what = what;
    this.bytes = bytes;
    reset(bytes, offset, length);
  }

  /** Points this reader at another slice. */
  public void reset(byte[] source, int offset, int length) {
    if (offset < 0 || length < 0 || length > source.length - offset) {
      throw fail("slice outside of the array");
    }
    this.bytes = source;
    this.position = offset;
    this.end = offset + length;
  }

  /** The array being read. */
  public byte[] buffer() {
    return bytes;
  }

  /** The index in {@link #buffer()} of the next byte. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Reads one byte, 0 to 255. */
  public int readByte() {
    if (position >= end) {
      throw fail("truncated");
    }
    return bytes[position++] & 0xFF;
  }

  /** Reads two bytes, little-endian, signed. */
  public int readShort() {
    int at = skip(Short.BYTES);
    return (short) SHORTS.get(bytes, at);
  }

  /** Reads four bytes, little-endian, signed. */
  public int readInt() {
    int at = skip(Integer.BYTES);
    return (int) INTS.get(bytes, at);
  }

  /** Reads eight bytes, little-endian. */
  public long readLong() {
    int at = skip(Long.BYTES);
    return (long) LONGS.get(bytes, at);
  }

  /** Reads eight bytes as a double. */
  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  /** Reads a varint of at most ten bytes. */
  public long readVarint() {
    int at = position;
    if (at < end) {
      byte first = bytes[at];
      if (first >= 0) {
        position = at + 1;
        return first;
      }
    }
    return readLongVarint();
  }

  private long readLongVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw fail("a varint of more than 64 bits");
  }

  /** Reads a zigzag-coded number. */
  public long readSigned() {
    long raw = readVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Reads a varint that must lie in {@code [0, max]}. */
  public int readCount(String name, int max) {
    long value = readVarint();
    if (value < 0 || value > max) {
      throw fail(name + " " + Long.toUnsignedString(value) + " is not in [0, " + max + "]");
    }
    return (int) value;
  }

  /** Reads a varint that must not exceed {@link Long#MAX_VALUE}. */
  public long readPositiveLong(String name) {
    long value = readVarint();
    if (value < 0) {
      throw fail(name + " exceeds 63 bits");
    }
    return value;
  }

  /** Steps over {@code count} bytes and returns the index of the first of them. */
  public int skip(int count) {
    if (count < 0 || count > end - position) {
      throw fail("truncated");
    }
    int at = position;
    position += count;
    return at;
  }

  /** Reads the leading version byte. */
  public void expectVersion(int version) {
    int found = readByte();
    if (found != version) {
      throw fail("version " + found + " is unknown, expected " + version);
    }
  }

  /** Fails if bytes are left over. */
  public void expectEnd() {
    if (position != end) {
      throw fail(remaining() + " surplus bytes at the end");
    }
  }

  /** An exception that names what was read and where. */
  public EncodingException fail(String problem) {
    return new EncodingException(
        "malformed " + what + ": " + problem + " (at byte " + position + ")");
  }
}
