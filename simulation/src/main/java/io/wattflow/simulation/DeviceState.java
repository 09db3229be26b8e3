package io.wattflow.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The changing part of a device of the {@link Fleet} during one pass: duty cycle, energy counter,
 * sequence. Each device draws from its own generator, so that it behaves the same in whatever
 * company.
 */
final class DeviceState {
  /**
   * Probability of a meter incident (a reset or a swapped meter) per reading. Far more than real
   * meters have, so that a short run has some.
   */
  private static final double INCIDENT = 2e-4;

  private static final long DOUBLED_MILLIWATT_MILLIS_PER_MILLIWATT_HOUR = 7_200_000;

  private final SimulatedDevice device;
  private final boolean incidents;
  private final SplittableRandom random;
  private final long firstOwner;
  private final long secondOwner;
  private final long movesAtMillis;
  private final double solarWatts;
  private final @Nullable Roof roof;

  private boolean on;
  private long phaseEndsMillis;
  private double levelWatts;
  private long lastMillis = Long.MIN_VALUE;
  private long lastMilliwatts;
  private long counterDoubledMilliwattMillis;
  private long sequence;

  /**
   * @param incidents whether the energy counter now and then restarts or is swapped
   * @param movesAtMillis when the device changes its owner; {@link Long#MAX_VALUE} for never
   */
  DeviceState(
      SimulatedDevice device,
      boolean incidents,
      SplittableRandom random,
      long firstOwner,
      long secondOwner,
      long movesAtMillis) {
    this.device = device;
    this.incidents = incidents;
    this.random = random;
    this.firstOwner = firstOwner;
    this.secondOwner = secondOwner;
    this.movesAtMillis = movesAtMillis;
    Appliance type = device.type();
    this.solarWatts =
        type == Appliance.METER && random.nextInt(4) == 0 ? random.nextDouble(2_000, 8_000) : 0;
    this.roof = type == Appliance.INVERTER ? new Roof(random) : null;
    this.on = random.nextDouble() < type.onSeconds / (type.onSeconds + type.offSeconds);
    this.counterDoubledMilliwattMillis = randomCounter();
    this.sequence = 2L * random.nextInt(1, 1_000_000);
  }

  /** The device's next measurement; instants must ascend. */
  Measurement measure(long timeMillis, double hourOfDay) {
    advancePhase(timeMillis, hourOfDay);
    double watts = roof == null ? watts(hourOfDay) : 0.0 - roof.produces(timeMillis, on, random);
    long milliwatts = Math.round(watts * 1000);
    count(timeMillis, milliwatts);
    // Even numbers; the odd ones are left to corrections.
    sequence += 2;
    return new Measurement(
        device,
        timeMillis < movesAtMillis ? firstOwner : secondOwner,
        timeMillis,
        device.counts() ? sequence : TrueReading.NO_SEQUENCE,
        watts,
        device.measuresPowerFactor() ? powerFactor() : Double.NaN,
        device.measuresVoltage() ? 226 + 8 * random.nextDouble() : Double.NaN,
        device.hasCounter() ? counterMilliwattHours() / 1000.0 : Double.NaN);
  }

  private long counterMilliwattHours() {
    return counterDoubledMilliwattMillis / DOUBLED_MILLIWATT_MILLIS_PER_MILLIWATT_HOUR;
  }

  private void advancePhase(long timeMillis, double hourOfDay) {
    Appliance type = device.type();
    boolean first = lastMillis == Long.MIN_VALUE;
    if (!first && timeMillis < phaseEndsMillis) {
      return;
    }
    if (!first) {
      on = !on;
    }
    double meanSeconds = on ? type.onSeconds : type.offSeconds / type.rhythm.weight(hourOfDay);
    double seconds = -StrictMath.log(1 - random.nextDouble()) * meanSeconds;
    phaseEndsMillis = timeMillis + (long) (seconds * 1000);
    levelWatts = type.minWatts + random.nextDouble() * (type.maxWatts - type.minWatts);
    if (type == Appliance.BATTERY && random.nextBoolean()) {
      levelWatts = -levelWatts;
    }
  }

  private double watts(double hourOfDay) {
    double load = device.type().standbyWatts + (on ? levelWatts : 0);
    double noisy = load * (1 + 0.06 * (random.nextDouble() - 0.5));
    if (solarWatts > 0) {
      double height = Math.max(0, 1 - Math.abs(hourOfDay - 12) / 6);
      noisy -= solarWatts * height * (0.7 + 0.3 * random.nextDouble());
    }
    return noisy;
  }

  private double powerFactor() {
    double typical = device.type().typicalPowerFactor;
    return Math.min(1, typical + 0.04 * (random.nextDouble() - 0.5));
  }

  /** Adds the energy imported since the last measurement, by the trapezoid under the power. */
  private void count(long timeMillis, long milliwatts) {
    if (incidents && device.hasCounter() && random.nextDouble() < INCIDENT) {
      counterDoubledMilliwattMillis = random.nextBoolean() ? 0 : randomCounter();
    }
    long importing = Math.max(0, milliwatts);
    if (lastMillis != Long.MIN_VALUE) {
      counterDoubledMilliwattMillis += (lastMilliwatts + importing) * (timeMillis - lastMillis);
    }
    lastMillis = timeMillis;
    lastMilliwatts = importing;
  }

  /** The counter of a meter that has been in use for some time: up to 40 MWh. */
  private long randomCounter() {
    return random.nextLong(40_000_000_000L) * DOUBLED_MILLIWATT_MILLIS_PER_MILLIWATT_HOUR;
  }
}
