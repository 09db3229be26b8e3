package io.wattflow.cli.demo;

import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.CheckResult;
import java.util.List;
import java.util.Map;

/** The stream's own counters. */
final class Counters {
  private Counters() {}

  static long of(Map<String, Double> counters, String name) {
    return Math.round(counters.getOrDefault(name, 0.0));
  }

  /**
   * Nothing is lost between the counters: what was sent was read, and what was read was rolled up
   * or became a dead letter, since no record of the demo is later than the allowed lateness.
   */
  static CheckResult check(Map<String, Double> counters, long sent) {
    long read = of(counters, StreamJob.RECORDS_READ);
    long accounted =
        of(counters, StreamJob.READINGS_ROLLED_UP) + of(counters, StreamJob.DEAD_LETTERS);
    boolean agrees = read == sent && accounted == sent;
    return new CheckResult(
        "counters",
        sent,
        0,
        0,
        agrees ? 0 : Math.max(1, Math.abs(sent - read) + Math.abs(read - accounted)),
        agrees
            ? List.of()
            : List.of(
                "sent %d, read %d, rolled up and dead letters %d"
                    .formatted(sent, read, accounted)));
  }
}
