package io.wattflow.simulation;

import java.time.Duration;

/**
 * What goes wrong between the devices and the topic. Rates are probabilities per reading, in [0,
 * 1].
 *
 * @param late moved back in the produced order by up to {@code maxLateness}
 * @param outOfOrder moved back by a second or two; together with {@code late} at most 1
 * @param repeated sent once more, at once or up to {@code maxLateness} later
 * @param conflicting followed by another payload for the same instant
 * @param missing never sent
 * @param missingStretches begins a stretch in which the device sends nothing
 * @param malformed accompanied by a malformed record of the same key
 * @param maxMissingStretch longest such stretch; the length is uniform up to it
 * @param maxLateness how far the event time of a record may lie behind the highest event time
 *     produced before it; choose less than the pipeline's allowed lateness
 */
public record Faults(
    double late,
    double outOfOrder,
    double repeated,
    double conflicting,
    double missing,
    double missingStretches,
    double malformed,
    Duration maxMissingStretch,
    Duration maxLateness) {

  public Faults {
    requireRate("late", late);
    requireRate("outOfOrder", outOfOrder);
    requireRate("late + outOfOrder", late + outOfOrder);
    requireRate("repeated", repeated);
    requireRate("conflicting", conflicting);
    requireRate("missing", missing);
    requireRate("missingStretches", missingStretches);
    requireRate("malformed", malformed);
    if (maxMissingStretch.isNegative()) {
      throw new IllegalArgumentException(
          "maxMissingStretch must not be negative, is " + maxMissingStretch);
    }
    if (maxLateness.toMillis() < 2 * TelemetryScript.SMALL_DELAY_MILLIS) {
      throw new IllegalArgumentException(
          "maxLateness must be at least %d ms, is %s"
              .formatted(2 * TelemetryScript.SMALL_DELAY_MILLIS, maxLateness));
    }
  }

  /** Every reading once, in order, unharmed. */
  public static Faults none() {
    return new Faults(0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ofMinutes(8));
  }

  /**
   * Some of everything: 1 % late by up to 8 min, 5 % out of order, 1 % repeated, 0.3 % conflicting,
   * 2 % missing, silences of up to 5 min, 0.2 % malformed.
   */
  public static Faults demo() {
    return new Faults(
        0.01, 0.05, 0.01, 0.003, 0.02, 0.0005, 0.002, Duration.ofMinutes(5), Duration.ofMinutes(8));
  }

  /** The same faults with another bound of lateness. */
  public Faults withMaxLateness(Duration newMaxLateness) {
    return new Faults(
        late,
        outOfOrder,
        repeated,
        conflicting,
        missing,
        missingStretches,
        malformed,
        maxMissingStretch,
        newMaxLateness);
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], is " + rate);
    }
  }
}
