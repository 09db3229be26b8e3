package io.wattflow.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Changes as text, for messages and for the script in Redis: a line for each, with user id, table,
 * first and last instant in ms, and the device's id behind the last tab, so that a device may be
 * called anything but for control characters, which are percent-encoded.
 */
public final class ChangeLines {
  private static final int FIELDS = 5;

  /** Length of a percent sign and its two digits. */
  private static final int ESCAPED = 3;

  private ChangeLines() {}

  /** The changes as lines, without a line feed at the end. */
  public static String write(Collection<Change> changes) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      text.append(Long.toUnsignedString(change.userId()))
          .append('\t')
          .append(change.table())
          .append('\t')
          .append(change.fromMillis())
          .append('\t')
          .append(change.toMillis())
          .append('\t')
          .append(escaped(change.deviceId()));
    }
    return text.toString();
  }

  /**
   * What {@link #write} has written.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static List<Change> read(String text) {
    List<Change> changes = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split("\t", FIELDS);
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException("not a change: " + line);
      }
      changes.add(
          new Change(
              fields[1],
              Long.parseUnsignedLong(fields[0]),
              unescaped(fields[4]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3])));
    }
    return changes;
  }

  private static String escaped(String deviceId) {
    StringBuilder text = new StringBuilder(deviceId.length());
    for (int i = 0; i < deviceId.length(); i++) {
      char c = deviceId.charAt(i);
      if (c < ' ' || c == '%') {
        text.append('%').append(String.format("%02x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String unescaped(String text) {
    StringBuilder deviceId = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + ESCAPED > text.length()) {
          throw new IllegalArgumentException("not a device: " + text);
        }
        deviceId.append((char) HexFormat.fromHexDigits(text, i + 1, i + ESCAPED));
        i += ESCAPED - 1;
      } else {
        deviceId.append(c);
      }
    }
    return deviceId.toString();
  }
}
