package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;

/**
 * Where a load goes. What becomes of each record is told to a {@link LoadTally}; one that cannot be
 * delivered is tried again, and none is given up in silence.
 */
public interface LoadTarget extends AutoCloseable {
  /** A batch that is ready to go. */
  @FunctionalInterface
  interface Shipment {
    /**
     * Sends it; waits for nothing but room, since what is under way is bounded.
     *
     * @param dueNanos when it was due, as of {@link System#nanoTime}
     * @throws InterruptedException while there was no room; the batch has not been sent
     */
    void send(long dueNanos) throws InterruptedException;
  }

  /** What it takes at a time. */
  Batching batching();

  /** Whether the record can be in a batch with others. */
  boolean fits(ProducedRecord produced);

  /** Does all that can be done for a batch before it is due. Changes nothing. */
  Shipment prepare(Batch batch);

  /** Lets go of connections; what is under way is given up. */
  @Override
  void close();
}
