package io.wattflow.core.rows;

import java.nio.charset.StandardCharsets;

/** Takes the values of a row, column by column in order. Columns count from 1, as in JDBC. */
public interface ColumnSink {
  /** An integer of any width; unsigned ones are given as the number that they are. */
  void setLong(int column, long value);

  /** A double. */
  void setDouble(int column, double value);

  /** A text of a few recurring ones, such as a device type; the same instance each time. */
  void setString(int column, String value);

  /**
   * A text as a slice of UTF-8 bytes, valid during the call only. By default it becomes a string.
   */
  default void setUtf8(int column, byte[] buffer, int offset, int length) {
    setString(column, new String(buffer, offset, length, StandardCharsets.UTF_8));
  }

  /** An absent double. */
  void setNull(int column);

  /** An instant in ms since the epoch; of a column in seconds it is a multiple of 1000. */
  void setInstantMillis(int column, long millis);
}
