package io.wattflow.services.analytics.auth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an origin, looked at again from time to time by a thread of its own, so that nobody
 * waits for them but who carries a token of a key that is not known yet. Keys that cannot be looked
 * at stay valid for the origin's tolerance. Thread-safe.
 */
final class KeyRing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final KeyOrigin origin;
  private final ScheduledExecutorService thread;

  private volatile VerificationKeys known = VerificationKeys.NONE;
  private volatile String trouble = "";
  private volatile long goodAt;
  private long triedAt;
  private @Nullable CompletableFuture<Void> running;

  /**
   * Looks at the origin for the first time.
   *
   * @throws KeyLoadException if a local one has no keys; another one may have them later
   */
  KeyRing(KeyOrigin origin) throws KeyLoadException {
    this.origin = origin;
    this.goodAt = System.nanoTime();
    this.triedAt = goodAt;
    try {
      known = origin.load(known);
    } catch (KeyLoadException e) {
      if (origin.isLocal()) {
        throw e;
      }
      report(e);
    }
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "token-keys");
              made.setDaemon(true);
              return made;
            });
    // Errors are tried again sooner than the period, but not sooner than a stranger may cause it.
    Duration step = origin.shortestInterval();
    thread.scheduleWithFixedDelay(
        this::lookIfDue, step.toNanos(), step.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Those that hold now; none if they have not been seen for too long. */
  VerificationKeys keys() {
    return System.nanoTime() - goodAt > origin.tolerance().toNanos()
        ? VerificationKeys.NONE
        : known;
  }

  /** What is wrong with the origin now; empty: nothing. */
  String trouble() {
    return trouble;
  }

  /**
   * Looks again, because a token's key is not among those that were seen, unless that was done a
   * moment ago.
   *
   * @return when {@link #keys} are as new as they get now; never fails
   */
  synchronized CompletableFuture<Void> refresh(VerificationKeys seen) {
    if (running != null) {
      return running;
    }
    boolean tooSoon = System.nanoTime() - triedAt < origin.shortestInterval().toNanos();
    if (known != seen || tooSoon || thread.isShutdown()) {
      return CompletableFuture.completedFuture(null);
    }
    running = CompletableFuture.runAsync(this::look, thread);
    return running;
  }

  private void lookIfDue() {
    long age = System.nanoTime() - goodAt;
    if (!trouble.isEmpty() || age >= origin.period().toNanos()) {
      look();
    }
  }

  private void look() {
    try {
      VerificationKeys now = origin.load(known);
      if (now != known) {
        LOG.info("the keys of tokens have changed: {}, {} before", now.keys().size(), count());
        known = now;
      }
      goodAt = System.nanoTime();
      trouble = "";
    } catch (KeyLoadException e) {
      report(e);
    } catch (RuntimeException e) {
      // What a library throws at odd keys must not end the schedule: nobody would look again.
      report(new KeyLoadException("the keys cannot be read: " + e, e));
    } finally {
      tried();
    }
  }

  private synchronized void tried() {
    triedAt = System.nanoTime();
    running = null;
  }

  private int count() {
    return known.keys().size();
  }

  private void report(KeyLoadException failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(trouble)) {
      LOG.error("{}; the {} keys known before stay valid", message, count());
      trouble = message;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
