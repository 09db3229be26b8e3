package io.wattflow.core.rollup;

/**
 * One step of a cumulative energy counter, judged: progress, roll-over, reset or another meter.
 *
 * <p>A step from c1 to c2 in a time dt can plausibly mean at most {@link
 * MeteringRules#plausibleEnergyMilliwattHours}. Forwards it is progress if it is plausible.
 * Backwards it is a roll-over if the type has a modulus M, c1 is below M and c2 + M - c1 is
 * plausible; otherwise a reset if c2, which the counter then gained since zero, is plausible.
 * Anything else is taken for a swapped meter and counts nothing.
 */
final class CounterStep {
  private final MeteringRules rules;
  private long energy;
  private int flag;

  CounterStep(MeteringRules rules) {
    this.rules = rules;
  }

  /** Judges the step; {@link #energy()} and {@link #flag()} tell the verdict. */
  void take(int typeCode, long elapsedMillis, long from, long to) {
    long plausible = rules.plausibleEnergyMilliwattHours(typeCode, elapsedMillis);
    energy = 0;
    flag = Quality.METER_SWAP;
    if (to >= from) {
      settle(to - from, plausible, 0);
      return;
    }
    long modulus = rules.counterModulusMilliwattHours(typeCode);
    boolean rolledOver =
        modulus != MeteringRules.NO_MODULUS
            && from < modulus
            && settle(to + modulus - from, plausible, Quality.ROLLOVER);
    if (!rolledOver) {
      settle(to, plausible, Quality.RESET);
    }
  }

  private boolean settle(long candidate, long plausible, int verdict) {
    if (candidate > plausible) {
      return false;
    }
    energy = candidate;
    flag = verdict;
    return true;
  }

  /** The energy that counts, in mWh. */
  long energy() {
    return energy;
  }

  /** The quality bit of the step, or 0. */
  int flag() {
    return flag;
  }
}
