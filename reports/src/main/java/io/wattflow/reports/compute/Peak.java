package io.wattflow.reports.compute;

import org.jspecify.annotations.Nullable;

/**
 * An extreme power and the window in which a reading shows it.
 *
 * @param milliwatts of the reading
 * @param windowStart in s since the epoch
 * @param windowSeconds 3600 or 60
 */
public record Peak(long milliwatts, long windowStart, int windowSeconds) {
  /** The higher of two; the earlier if they are equal. */
  static @Nullable Peak higher(@Nullable Peak a, @Nullable Peak b) {
    return extreme(a, b, 1);
  }

  /** The lower of two; the earlier if they are equal. */
  static @Nullable Peak lower(@Nullable Peak a, @Nullable Peak b) {
    return extreme(a, b, -1);
  }

  private static @Nullable Peak extreme(@Nullable Peak a, @Nullable Peak b, int sign) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int order = Long.compare(a.milliwatts, b.milliwatts) * sign;
    if (order == 0) {
      order = Long.compare(b.windowStart, a.windowStart);
    }
    return order >= 0 ? a : b;
  }
}
