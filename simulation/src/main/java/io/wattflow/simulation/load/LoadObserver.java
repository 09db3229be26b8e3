package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;

/** Is told what is safe, by the thread that brings the answers: it must be quick. */
@FunctionalInterface
public interface LoadObserver {
  /** Nobody who wants to know. */
  LoadObserver NONE = (produced, nanos) -> {};

  /**
   * A record is safe: the door or the broker has accepted it.
   *
   * @param nanos when that became known, as of {@link System#nanoTime}
   */
  void accepted(ProducedRecord produced, long nanos);
}
