package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;
import java.util.List;

/**
 * Records that are sent together.
 *
 * @param records at least one, in the order of the script
 * @param dueMillis when they have to be sent, in ms since 1970 UTC
 */
public record Batch(List<ProducedRecord> records, long dueMillis) {
  public Batch {
    records = List.copyOf(records);
  }

  /** How many records. */
  public int size() {
    return records.size();
  }
}
