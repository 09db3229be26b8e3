/**
 * The seeded fleet, its faults, and the naive model that results are checked against.
 *
 * <p>Two halves that share nothing but {@link io.wattflow.simulation.TrueReading}: one invents
 * telemetry and says what it meant ({@link io.wattflow.simulation.TelemetryScript}), the other
 * works out in the plainest way what every table must hold ({@link
 * io.wattflow.simulation.NaiveModel}) and compares ({@link io.wattflow.simulation.RollupCheck}).
 * Neither knows the code under test.
 */
@NullMarked
package io.wattflow.simulation;

import org.jspecify.annotations.NullMarked;
