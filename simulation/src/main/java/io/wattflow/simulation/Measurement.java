package io.wattflow.simulation;

/**
 * One measurement as a device takes it, before it becomes bytes.
 *
 * @param device who measures
 * @param userId who owns the device at that instant; a device can change hands
 * @param eventTimeMillis ms since 1970 UTC
 * @param sequence {@link TrueReading#NO_SEQUENCE} if the device does not count
 * @param watts import positive, export negative
 * @param powerFactor in [-1, 1], NaN if not measured
 * @param volts NaN if not measured
 * @param energyCounterWh cumulative import, NaN if the device has no counter
 */
public record Measurement(
    SimulatedDevice device,
    long userId,
    long eventTimeMillis,
    long sequence,
    double watts,
    double powerFactor,
    double volts,
    double energyCounterWh) {

  Measurement withWatts(double newWatts) {
    return new Measurement(
        device, userId, eventTimeMillis, sequence, newWatts, powerFactor, volts, energyCounterWh);
  }

  Measurement withIdentity(long newUserId, long newEventTimeMillis, long newSequence) {
    return new Measurement(
        device,
        newUserId,
        newEventTimeMillis,
        newSequence,
        watts,
        powerFactor,
        volts,
        energyCounterWh);
  }

  Measurement withOptional(double newPowerFactor, double newVolts, double newEnergyCounterWh) {
    return new Measurement(
        device,
        userId,
        eventTimeMillis,
        sequence,
        watts,
        newPowerFactor,
        newVolts,
        newEnergyCounterWh);
  }
}
