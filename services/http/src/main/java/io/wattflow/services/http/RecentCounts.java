package io.wattflow.services.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How often something happened lately: a ring of whole seconds. The second that runs now is left
 * out, so a rate does not jump at its beginning. Thread-safe; a count made while its second ends
 * may fall into the next.
 */
public final class RecentCounts {
  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier clock;
  private final long origin;
  private final int seconds;
  private final AtomicLongArray counts;
  private final AtomicLongArray times;

  /**
   * Over some seconds, at least 1.
   *
   * @param clock in ns, like {@link System#nanoTime}
   */
  public RecentCounts(int seconds, LongSupplier clock) {
    this.clock = clock;
    this.origin = clock.getAsLong();
    this.seconds = seconds;
    this.counts = new AtomicLongArray(seconds + 2);
    this.times = new AtomicLongArray(seconds + 2);
  }

  private long now() {
    // From 1, so that a slot of the ring that was never used belongs to no second.
    return 1 + (clock.getAsLong() - origin) / NANOS_PER_SECOND;
  }

  /** It happened {@code count} times now. */
  public void add(long count) {
    long now = now();
    int slot = (int) (now % counts.length());
    long time = times.get(slot);
    if (time != now && times.compareAndSet(slot, time, now)) {
      counts.set(slot, 0);
    }
    counts.addAndGet(slot, count);
  }

  /** How often it happened in the seconds that are over. */
  public long sum() {
    long now = now();
    long sum = 0;
    for (int slot = 0; slot < counts.length(); slot++) {
      long age = now - times.get(slot);
      if (age >= 1 && age <= seconds && times.get(slot) > 0) {
        sum += counts.get(slot);
      }
    }
    return sum;
  }

  /** The mean per second over the seconds that are over; 0 in the first one. */
  public double perSecond() {
    long over = Math.min(seconds, now() - 1);
    return over < 1 ? 0 : (double) sum() / over;
  }
}
