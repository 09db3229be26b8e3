package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends records when the clock says their event time, as devices would, in a thread of its own.
 *
 * <p>The plan does not wait for the target: when the target is slower, what is due waits, and its
 * latency counts from the instant at which it was due (no coordinated omission). What is due and
 * not sent is not kept in memory; the script is simply read later.
 */
public final class PacedLoad implements AutoCloseable {
  /** What is answered so long after the end is still in time. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NONE = Long.MAX_VALUE;
  private static final long LONGEST_PARK_NANOS = 100_000_000;
  private static final Duration DRAIN_STEP = Duration.ofMillis(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Batches batches;
  private final LoadTarget target;
  private final LoadTally tally;
  private final Clock clock;
  private final Thread thread = new Thread(this::send, "load");

  private volatile boolean stopped;
  private volatile long ranNanos;

  /** When the next batch was due that was not sent; none, if nothing was left. */
  private volatile long missedDueNanos = NONE;

  /**
   * Event time to the time of {@link System#nanoTime}, which no correction of the clock disturbs.
   */
  private record Clock(long startMillis, long startNanos, @Nullable Duration duration) {
    long nanos(long millis) {
      return startNanos + (millis - startMillis) * NANOS_PER_MILLI;
    }

    boolean over(long nanos) {
      return duration != null && nanos - startNanos > duration.toNanos() + GRACE.toNanos();
    }

    long endMillis() {
      return duration == null ? Long.MAX_VALUE : startMillis + duration.toMillis();
    }
  }

  /**
   * Prepares a load; it begins with {@link #start()}, which should come before {@code start}.
   *
   * @param records in the order of a script, with event times from {@code start} on
   * @param start when the first record may be due
   * @param duration what is due later is not sent; null: until {@link #stop}, or the script's end
   * @param target stays the caller's
   */
  public PacedLoad(
      Iterator<ProducedRecord> records,
      Instant start,
      @Nullable Duration duration,
      LoadTarget target,
      LoadTally tally) {
    long startMillis = start.toEpochMilli();
    long ahead = startMillis - System.currentTimeMillis();
    this.clock = new Clock(startMillis, System.nanoTime() + ahead * NANOS_PER_MILLI, duration);
    this.batches = new Batches(records, target.batching(), target::fits, clock.endMillis());
    this.target = target;
    this.tally = tally;
    tally.starts(clock.startNanos());
  }

  /** Begins to send; returns at once. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void send() {
    try {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        LoadTarget.Shipment shipment = target.prepare(batch);
        long dueNanos = clock.nanos(batch.dueMillis());
        missedDueNanos = dueNanos;
        if (!awaitTurn(dueNanos)) {
          return;
        }
        shipment.send(dueNanos);
        missedDueNanos = NONE;
      }
      awaitEnd();
    } catch (InterruptedException e) {
      // Only stop() interrupts, when it has waited for long enough.
      Thread.currentThread().interrupt();
    } finally {
      ranNanos = Math.max(1, System.nanoTime() - clock.startNanos());
    }
  }

  /** Waits until a batch is due; false if the load ends before that or has ended. */
  private boolean awaitTurn(long dueNanos) {
    long now = System.nanoTime();
    while (now - dueNanos < 0 && goesOn()) {
      park(dueNanos - now);
      now = System.nanoTime();
    }
    return goesOn() && !clock.over(now);
  }

  /** A load of ten seconds whose last reading is due in the eighth takes ten seconds. */
  private void awaitEnd() {
    Duration duration = clock.duration();
    if (duration != null) {
      long end = clock.startNanos() + duration.toNanos();
      for (long now = System.nanoTime(); now - end < 0 && goesOn(); now = System.nanoTime()) {
        park(end - now);
      }
    }
  }

  /** In short steps, since nobody wakes this thread when the load has failed. */
  private void park(long nanos) {
    LockSupport.parkNanos(this, Math.min(nanos, LONGEST_PARK_NANOS));
  }

  private boolean goesOn() {
    return !stopped && tally.trouble() == null;
  }

  /**
   * Waits for the end of the sending. A target that has taken nothing for so long that the time of
   * the load is over is not waited for.
   *
   * @return whether nothing is sent any more; false if {@code atMost} was too short for that
   */
  public boolean await(Duration atMost) throws InterruptedException {
    thread.join(Math.max(1, atMost.toMillis()));
    if (thread.isAlive() && clock.over(System.nanoTime() - GRACE.toNanos())) {
      stop();
    }
    return !thread.isAlive();
  }

  /** Time since the start; negative before it. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - clock.startNanos());
  }

  /** Ends the sending, unless it has ended. What is under way goes on. */
  public void stop() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join(STOP_PATIENCE.toMillis());
    if (thread.isAlive()) {
      // It waits for room, then.
      thread.interrupt();
      thread.join();
    }
  }

  /**
   * Waits until the fate of everything that was sent is known.
   *
   * @return whether it is; false when patience is over, or nothing more can come
   */
  public boolean drain(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (tally.settled() < tally.sent()) {
      if (tally.trouble() != null || System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(DRAIN_STEP.toMillis());
    }
    return true;
  }

  /** What has come of it; complete after {@link #stop} and {@link #drain}. */
  public LoadReport report() {
    long ran = ranNanos == 0 ? Math.max(1, elapsed().toNanos()) : ranNanos;
    if (clock.duration() != null) {
      ran = Math.min(ran, clock.duration().toNanos());
    }
    long missed = missedDueNanos == NONE ? ran : missedDueNanos - clock.startNanos();
    long answered =
        tally.answers() == 0 ? 0 : tally.lastAnswerNanos() - clock.startNanos() - GRACE.toNanos();
    return new LoadReport(
        tally,
        Duration.ofNanos(ran),
        Duration.ofNanos(Math.min(ran, Math.max(0, ran - missed))),
        Duration.ofNanos(Math.max(ran, answered)));
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
