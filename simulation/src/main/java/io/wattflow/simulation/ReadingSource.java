package io.wattflow.simulation;

import java.util.Iterator;

/**
 * Devices that measure. Every call of {@link #measurements()} starts over and yields the very same
 * measurements, in (almost) ascending event time: no measurement lies more than {@link
 * #MAX_DISORDER_MILLIS} behind an earlier one.
 */
public sealed interface ReadingSource permits Fleet, SolarSeries {
  /** How far behind an earlier measurement of its source a measurement may lie, in ms. */
  long MAX_DISORDER_MILLIS = 250;

  /** A fresh, lazily computed pass over the measurements. */
  Iterator<Measurement> measurements();
}
