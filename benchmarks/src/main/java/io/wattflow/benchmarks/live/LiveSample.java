package io.wattflow.benchmarks.live;

import java.util.Locale;

/**
 * What was seen of a live run at one moment.
 *
 * @param seconds since the load began
 * @param accepted records that the broker has accepted
 * @param read records that the stream has read
 * @param rows of the raw table, repeats included
 * @param heapBytes lowest used heap of the stream since the sample before, so with little garbage
 * @param residentBytes of the stream's process
 * @param checkpoints completed so far
 * @param checkpointBytes size of the newest checkpoint
 * @param loadDelayMillis how long after its time a record was sent at worst since the sample before
 */
record LiveSample(
    double seconds,
    long accepted,
    long read,
    long rows,
    long heapBytes,
    long residentBytes,
    int checkpoints,
    long checkpointBytes,
    long loadDelayMillis) {

  /** Accepted and not yet read. */
  long lag() {
    return Math.max(0, accepted - read);
  }

  /** One line of progress. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%5.0f s  accepted %,12d  read %,12d  lag %,9d  raw rows %,12d  heap %,5d MB  resident %,5d"
            + " MB  checkpoints %3d (%,d MB)  load late %,d ms",
        seconds,
        accepted,
        read,
        lag(),
        rows,
        heapBytes >> 20,
        residentBytes >> 20,
        checkpoints,
        checkpointBytes >> 20,
        loadDelayMillis);
  }
}
