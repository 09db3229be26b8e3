package io.wattflow.schemas.wire;

/**
 * Well-formed UTF-8 by table 3-7 of the Unicode standard: no over-long forms, no surrogates,
 * nothing above U+10FFFF. Java's own decoder would replace what is bad, and two broken device ids
 * could become the same one.
 */
public final class StrictUtf8 {
  private StrictUtf8() {}

  public static boolean isValid(byte[] bytes, int start, int length) {
    int end = start + length;
    int at = start;
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    while (at < end) {
      int size = sequenceLength(bytes, at, end);
      if (size == 0) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /** How many bytes the character at {@code at} takes; 0 if it is none. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size == 0 || at + size > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = at + 2; i < at + size; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
