package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import java.time.Instant;

/** Whole seconds and hours around instants. */
final class Spans {
  static final long HOUR = 3600;
  static final long MINUTE = 60;
  static final long MILLIS = 1000;

  private Spans() {}

  /** The first whole second at or behind an instant: windows start at whole seconds. */
  static long firstSecond(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
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
    return new Change(window.table(), userId, Change.ALL_DEVICES, from * MILLIS, to * MILLIS);
  }
}
