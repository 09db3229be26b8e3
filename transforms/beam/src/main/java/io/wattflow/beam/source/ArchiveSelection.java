package io.wattflow.beam.source;

import io.wattflow.schemas.wire.DecodedReading;
import java.io.Serializable;
import java.util.Set;

/**
 * Which readings of the files are wanted.
 *
 * @param fromMillis first event time, in ms since the epoch
 * @param untilMillis first event time that is not wanted any more
 * @param devices only these; empty: all
 */
public record ArchiveSelection(long fromMillis, long untilMillis, Set<String> devices)
    implements Serializable {
  public ArchiveSelection {
    devices = Set.copyOf(devices);
  }

  boolean has(DecodedReading reading) {
    return reading.eventTimeMillis() >= fromMillis
        && reading.eventTimeMillis() < untilMillis
        && (devices.isEmpty() || devices.contains(reading.deviceId()));
  }
}
