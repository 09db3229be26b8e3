package io.wattflow.simulation;

import java.time.Duration;

/** The rollup tables and their windows, all aligned to 1970 UTC. */
public enum RollupWindow {
  ONE_MINUTE("rollup_1m", Duration.ofMinutes(1), Duration.ofMinutes(1)),
  /** Sliding: one window begins every minute. */
  FIVE_MINUTES("rollup_5m", Duration.ofMinutes(5), Duration.ofMinutes(1)),
  ONE_HOUR("rollup_1h", Duration.ofHours(1), Duration.ofHours(1)),
  ONE_DAY("rollup_1d", Duration.ofDays(1), Duration.ofDays(1));

  private final String table;
  private final Duration length;
  private final Duration period;

  RollupWindow(String table, Duration length, Duration period) {
    this.table = table;
    this.length = length;
    this.period = period;
  }

  /** Name of the table, without the database. */
  public String table() {
    return table;
  }

  /** From a window's start to its exclusive end. */
  public Duration length() {
    return length;
  }

  /** From one window's start to the next one's. */
  public Duration period() {
    return period;
  }
}
