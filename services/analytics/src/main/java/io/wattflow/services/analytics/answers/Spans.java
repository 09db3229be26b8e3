package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import java.time.Instant;

/** Whole seconds and hours around instants. */
final class Spans {
  static final long HOUR = 3600;

  /** Of a DateTime. */
  static final long LAST_SECOND = 4_294_967_295L;

  static final long MINUTE = 60;
  static final long MILLIS = 1000;

  private Spans() {}

  /**
   * The first whole second at or behind an instant: windows start at whole seconds. Instants that
   * no window can have, for ClickHouse's DateTime is 1970 to 2106, become the first or last that
   * one can.
   */
  static long firstSecond(Instant instant) {
    long second = instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    return Math.max(0, Math.min(LAST_SECOND, second));
  }

  /** Start of the hour (UTC) that an instant is in. */
  static long hourOf(Instant instant) {
    return hourOf(instant.getEpochSecond());
  }

  static long hourOf(long second) {
    return Math.floorDiv(second, HOUR) * HOUR;
  }

  /** Rows of all devices whose windows start in a span of seconds. */
  static Change rows(RollupWindow window, long userId, long from, long to) {
    return rows(window, userId, Change.ALL_DEVICES, from, to);
  }

  /** Rows of a device whose windows start in a span of seconds, which may be empty. */
  static Change rows(RollupWindow window, long userId, String deviceId, long from, long to) {
    return new Change(
        window.table(), userId, deviceId, from * MILLIS, Math.max(from * MILLIS + 1, to * MILLIS));
  }
}
