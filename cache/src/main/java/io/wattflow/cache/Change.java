package io.wattflow.cache;

import java.util.Objects;

/**
 * Rows of one table that have changed, or on which an answer depends: those of a user, one device
 * or all, whose windows start in a span.
 *
 * @param table such as {@code rollup_1h}; never with a tab or a line feed
 * @param userId unsigned
 * @param deviceId {@link #ALL_DEVICES}: of every device
 * @param fromMillis first start of a window, in epoch ms
 * @param toMillis first instant behind, above {@code fromMillis}
 */
public record Change(String table, long userId, String deviceId, long fromMillis, long toMillis) {
  /** Stands for every device; no device has an empty id. */
  public static final String ALL_DEVICES = "";

  /** Checks the span. */
  public Change {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(deviceId, "deviceId");
    if (toMillis <= fromMillis) {
      throw new IllegalArgumentException("empty span: " + fromMillis + " to " + toMillis);
    }
  }

  /** Whether a change of the rows of one changes what the other names. */
  public boolean touches(Change other) {
    return userId == other.userId
        && table.equals(other.table)
        && fromMillis < other.toMillis
        && other.fromMillis < toMillis
        && (deviceId.equals(ALL_DEVICES)
            || other.deviceId.equals(ALL_DEVICES)
            || deviceId.equals(other.deviceId));
  }
}
