package io.wattflow.services.analytics.answers;

import io.wattflow.core.rows.Table;
import io.wattflow.services.analytics.cache.CacheClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The lengths of windows that can be asked for. */
public enum RollupWindow {
  /** A minute. */
  ONE_MINUTE("1m", Table.ROLLUP_1M, Duration.ofMinutes(1), Duration.ofMinutes(1)),
  /** Five minutes; one begins every minute. */
  FIVE_MINUTES("5m", Table.ROLLUP_5M, Duration.ofMinutes(5), Duration.ofMinutes(1)),
  /** An hour. */
  ONE_HOUR("1h", Table.ROLLUP_1H, Duration.ofHours(1), Duration.ofHours(1)),
  /** A UTC day. */
  ONE_DAY("1d", Table.ROLLUP_1D, Duration.ofDays(1), Duration.ofDays(1));

  private static final Duration SETTLED = Duration.ofDays(2);

  private final String label;
  private final Table table;
  private final Duration length;
  private final Duration step;

  RollupWindow(String label, Table table, Duration length, Duration step) {
    this.label = label;
    this.table = table;
    this.length = length;
    this.step = step;
  }

  /** The window of a name such as {@code 1h}; empty: there is none. */
  public static Optional<RollupWindow> of(String label) {
    return Arrays.stream(values()).filter(window -> window.label.equals(label)).findFirst();
  }

  /** As requests name it. */
  public String label() {
    return label;
  }

  /** From its start to its end. */
  public Duration length() {
    return length;
  }

  /** From one start to the next. */
  public Duration step() {
    return step;
  }

  /** How many windows start in a span, at most. */
  public long windows(Instant from, Instant to) {
    long millis = Duration.between(from, to).toMillis();
    return Math.max(0, (millis + step.toMillis() - 1) / step.toMillis());
  }

  String table() {
    return table.tableName();
  }

  String view() {
    return "energy_" + label;
  }

  /** How long rows up to an instant may be shown, see {@code docs/analytics.md}. */
  CacheClass cacheClass(Instant to, Instant now) {
    if (!to.isAfter(now.minus(SETTLED))) {
      return CacheClass.HISTORICAL;
    }
    return switch (this) {
      case ONE_MINUTE, FIVE_MINUTES -> CacheClass.REALTIME;
      case ONE_HOUR -> CacheClass.HOURLY;
      case ONE_DAY -> CacheClass.DAILY;
    };
  }
}
