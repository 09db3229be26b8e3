package io.wattflow.beam.source;

import java.io.Serializable;

/**
 * A part of the raw table that one query reads: some devices over some time. A device is never cut,
 * so all windows of a device in that time can be made of one slice.
 *
 * @param number unique within a pipeline, 0 or more; takes the place of a shard
 * @param fromMillis first event time, in ms since the epoch
 * @param untilMillis first event time that is not read any more
 * @param first the first device in the table's order
 * @param last the last one, inclusive
 */
public record RawSlice(int number, long fromMillis, long untilMillis, Device first, Device last)
    implements Serializable {

  /**
   * A device's place in the table's order.
   *
   * @param userId its owner
   * @param deviceId its id
   */
  public record Device(long userId, String deviceId) implements Serializable {}
}
