package io.wattflow.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * What the demo produces. Two runs of equal plans produce the very same records.
 *
 * @param seed decides everything that is random
 * @param devices household devices that report every 10 s; at least 1
 * @param span event time that the household devices cover, up to {@code end}; positive
 * @param days of photovoltaic history, up to {@code end}; at least 1
 * @param end exclusive bound of all event times, in whole seconds
 */
public record DemoPlan(long seed, int devices, Duration span, int days, Instant end) {
  /** More readings than this do not fit the memory of the model, which keeps every one of them. */
  public static final long MAX_READINGS = 3_000_000;

  private static final long REPORT_SECONDS = 10;

  /** How many readings the household devices send, but for faults. */
  public long fleetReadings() {
    return devices * (span.toSeconds() / REPORT_SECONDS);
  }
}
