package io.wattflow.core.coding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte buffer with the primitives of our formats: LEB128 varints, zigzag for signed
 * numbers, little-endian fixed widths. Not safe for use by several threads.
 */
public final class ByteWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_VARINT = 10;

  private byte[] buffer;
  private int size;

  /** A writer whose buffer starts at the given capacity, which must not be negative. */
  public ByteWriter(int capacity) {
    buffer = new byte[Math.max(16, capacity)];
  }

  /** The number of bytes written so far. */
  public int size() {
    return size;
  }

  /** The buffer itself; its first {@link #size()} bytes count, until the next write. */
  public byte[] buffer() {
    return buffer;
  }

  /** Forgets what was written and keeps the buffer. */
  public void clear() {
    size = 0;
  }

  /** Drops all bytes from {@code newSize} on. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
    }
    size = newSize;
  }

  /** A copy of the bytes written so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** Appends one byte, the low eight bits of the argument. */
  public void writeByte(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
  }

  /** Appends two bytes, little-endian. */
  public void writeShort(int value) {
    reserve(Short.BYTES);
    SHORTS.set(buffer, size, (short) value);
    size += Short.BYTES;
  }

  /** Appends four bytes, little-endian. */
  public void writeInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(buffer, size, value);
    size += Integer.BYTES;
  }

  /** Appends eight bytes, little-endian. */
  public void writeLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(buffer, size, value);
    size += Long.BYTES;
  }

  /** Appends the eight bytes of the IEEE 754 representation, little-endian. */
  public void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /** Appends a LEB128 varint of 1 to 10 bytes; the argument counts as unsigned. */
  public void writeVarint(long value) {
    reserve(MAX_VARINT);
    byte[] bytes = buffer;
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  /** Appends a signed number, zigzag-coded, so that small magnitudes are short. */
  public void writeSigned(long value) {
    writeVarint((value << 1) ^ (value >> 63));
  }

  /** Appends a slice of bytes. */
  public void writeBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      long wanted = Math.max((long) size + more, buffer.length * 2L);
      int capacity = (int) Math.min(wanted, Integer.MAX_VALUE - 8);
      if (capacity - size < more) {
        throw new IllegalStateException("more than 2 GiB in one buffer");
      }
      buffer = Arrays.copyOf(buffer, capacity);
    }
  }
}
