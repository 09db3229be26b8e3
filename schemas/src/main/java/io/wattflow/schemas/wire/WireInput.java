package io.wattflow.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding, read from a byte array that is not trusted.
 *
 * <p>Avro's own decoder allocates what a length field asks for before it looks whether the bytes
 * are there, so five bad bytes can ask for two gigabytes; and it skips as many items as a block
 * claims. Here every length and every item count is held against the bytes that are left. Over-long
 * varints are refused too.
 */
final class WireInput extends Decoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_VARINT = 10;

  private byte[] buffer = new byte[0];
  private int origin;
  private int position;
  private int limit;
  private int lastEnum;
  private long itemsLeft;

  /**
   * Starts over on another payload.
   *
   * @param start where the payload begins, framing included; messages count from there
   * @param framing bytes to skip
   * @param length of the payload, at least {@code framing}
   */
  void reset(byte[] bytes, int start, int framing, int length) {
    buffer = bytes;
    origin = start;
    position = start + framing;
    limit = start + length;
    itemsLeft = (long) length - framing;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** Where in the payload the next byte lies, for messages. */
  int place() {
    return position - origin;
  }

  int remaining() {
    return limit - position;
  }

  /** Moves over {@code count} bytes and returns where they begin. */
  private int take(long count) throws WireFault {
    if (count < 0) {
      throw new WireFault(DecodeFailure.MALFORMED, "negative length at byte " + place());
    }
    if (count > limit - position) {
      throw new WireFault(
          DecodeFailure.TRUNCATED,
          "byte " + place() + " announces " + count + " bytes, " + remaining() + " are left");
    }
    int start = position;
    position += (int) count;
    return start;
  }

  /** Reads a length, moves over so many bytes and returns how many there were. */
  int takeSized() throws WireFault {
    long length = readLong();
    take(length);
    return (int) length;
  }

  @Override
  public long readLong() throws WireFault {
    int at = position;
    if (at < limit) {
      byte first = buffer[at];
      if (first >= 0) {
        position = at + 1;
        return (first >> 1) ^ -(long) (first & 1);
      }
    }
    return readLongVarint();
  }

  private long readLongVarint() throws WireFault {
    int end = Math.min(limit, position + LONGEST_VARINT);
    long value = 0;
    int shift = 0;
    for (int at = position; at < end; at++, shift += 7) {
      byte next = buffer[at];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          throw new WireFault(DecodeFailure.MALFORMED, "varint too big at byte " + place());
        }
        position = at + 1;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    if (end - position == LONGEST_VARINT) {
      throw new WireFault(DecodeFailure.MALFORMED, "varint too long at byte " + place());
    }
    throw new WireFault(
        DecodeFailure.TRUNCATED, "the bytes end inside a number at byte " + (limit - origin));
  }

  @Override
  public int readInt() throws WireFault {
    int start = position;
    long value = readLong();
    if (value != (int) value) {
      throw new WireFault(
          DecodeFailure.MALFORMED, "not a 32-bit integer at byte " + (start - origin));
    }
    return (int) value;
  }

  @Override
  public double readDouble() throws WireFault {
    return Double.longBitsToDouble((long) LONGS.get(buffer, take(Long.BYTES)));
  }

  @Override
  public float readFloat() throws WireFault {
    return Float.intBitsToFloat((int) INTS.get(buffer, take(Integer.BYTES)));
  }

  @Override
  public void readNull() {
    // Null takes no bytes.
  }

  @Override
  public boolean readBoolean() throws WireFault {
    int at = take(1);
    if ((buffer[at] & ~1) != 0) {
      throw new WireFault(DecodeFailure.MALFORMED, "not a boolean at byte " + (at - origin));
    }
    return buffer[at] == 1;
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws WireFault {
    int length = takeSized();
    int start = position - length;
    checkUtf8(start, length);
    Utf8 result = old == null ? new Utf8() : old;
    result.setByteLength(length);
    System.arraycopy(buffer, start, result.getBytes(), 0, length);
    return result;
  }

  @Override
  public String readString() throws WireFault {
    int length = takeSized();
    int start = position - length;
    checkUtf8(start, length);
    return new String(buffer, start, length, UTF_8);
  }

  void checkUtf8(int start, int length) throws WireFault {
    if (!StrictUtf8.isValid(buffer, start, length)) {
      throw new WireFault(
          DecodeFailure.MALFORMED, "not UTF-8 in the text at byte " + (start - origin));
    }
  }

  @Override
  public void skipString() throws WireFault {
    takeSized();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws WireFault {
    int length = takeSized();
    byte[] copy = new byte[length];
    System.arraycopy(buffer, position - length, copy, 0, length);
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void skipBytes() throws WireFault {
    takeSized();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws WireFault {
    System.arraycopy(buffer, take(length), bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws WireFault {
    take(length);
  }

  @Override
  public int readEnum() throws WireFault {
    lastEnum = readInt();
    return lastEnum;
  }

  /** The position the last enum had on the wire, in the writer's order and unchecked. */
  int lastEnum() {
    return lastEnum;
  }

  @Override
  public int readIndex() throws WireFault {
    return readInt();
  }

  @Override
  public long readArrayStart() throws WireFault {
    int start = position;
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    return checkCount(count, start);
  }

  @Override
  public long arrayNext() throws WireFault {
    return readArrayStart();
  }

  @Override
  public long skipArray() throws WireFault {
    int start = position;
    long count = readLong();
    while (count < 0) {
      takeSized();
      start = position;
      count = readLong();
    }
    return checkCount(count, start);
  }

  // An item may take no bytes at all (null), so a claim of 2^62 such items would keep a thread busy
  // for years, and many blocks of thousands for minutes. No sane writer sends more items than
  // bytes.
  private long checkCount(long count, int start) throws WireFault {
    if (count < 0 || count > itemsLeft) {
      throw new WireFault(
          DecodeFailure.MALFORMED,
          "more items announced at byte " + (start - origin) + " than bytes sent");
    }
    itemsLeft -= count;
    return count;
  }

  @Override
  public long readMapStart() throws WireFault {
    return readArrayStart();
  }

  @Override
  public long mapNext() throws WireFault {
    return readArrayStart();
  }

  @Override
  public long skipMap() throws WireFault {
    return skipArray();
  }
}
