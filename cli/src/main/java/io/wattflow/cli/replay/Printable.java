package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Locale;

/** Bytes and texts of strangers in a form that does a terminal no harm. */
final class Printable {
  private static final int ROW = 16;
  private static final int SMALLEST = 0x20;
  private static final int GREATEST = 0x7e;

  private Printable() {}

  /** The text, with a question mark for each control character. */
  static String text(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }

  /** As text if it is one, otherwise in hexadecimal. */
  static String bytes(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.equals(text(text)) && !text.isEmpty()) {
        return '"' + text + '"';
      }
    } catch (CharacterCodingException e) {
      // Bytes that are no text have their hexadecimal form.
    }
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** Offset, hexadecimal and ASCII of the first bytes, 16 in a line, each line with its end. */
  static String dump(byte[] bytes, int most) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(bytes.length, most);
    for (int row = 0; row < end; row += ROW) {
      text.append(String.format(Locale.ROOT, "  %08x ", row));
      StringBuilder ascii = new StringBuilder();
      for (int i = row; i < row + ROW; i++) {
        if (i % (ROW / 2) == 0) {
          text.append(' ');
        }
        if (i < end) {
          text.append(HexFormat.of().toHexDigits(bytes[i])).append(' ');
          ascii.append(bytes[i] >= SMALLEST && bytes[i] <= GREATEST ? (char) bytes[i] : '.');
        } else {
          text.append("   ");
        }
      }
      text.append(" |").append(ascii).append("|\n");
    }
    return text.toString();
  }
}
