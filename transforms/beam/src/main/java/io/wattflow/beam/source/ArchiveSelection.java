package io.wattflow.beam.source;

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

  boolean hasTime(long eventTimeMillis) {
    return eventTimeMillis >= fromMillis && eventTimeMillis < untilMillis;
  }

  boolean hasDevice(String device) {
    return devices.isEmpty() || devices.contains(device);
  }
}
