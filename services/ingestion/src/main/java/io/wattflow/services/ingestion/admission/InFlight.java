package io.wattflow.services.ingestion.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests in flight may take together, from the first byte of a body until its
 * answer. What does not fit is refused: the service never queues without a bound. Thread-safe.
 */
public final class InFlight {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A bound.
   *
   * @param maxBytes above 0
   */
  public InFlight(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, is " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /** Takes room for so many bytes; false: there is none, and nothing was taken. */
  public boolean tryReserve(long count) {
    long after = bytes.addAndGet(count);
    if (after > maxBytes) {
      bytes.addAndGet(-count);
      return false;
    }
    return true;
  }

  /** Gives room back. */
  public void release(long count) {
    bytes.addAndGet(-count);
  }

  /** What is taken now. */
  public long bytes() {
    return bytes.get();
  }

  /** The bound. */
  public long maxBytes() {
    return maxBytes;
  }
}
