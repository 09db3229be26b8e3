package io.wattflow.services.analytics.warming;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the popular answers of recent users fresh: on a schedule, on demand, and when answers have
 * become slow. Several users are warmed side by side, but not all at once. Thread-safe.
 */
public final class Warmer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Warmer.class);
  private static final Duration RECENT = Duration.ofMinutes(15);
  private static final long CHECK_MILLIS = 1_000;

  private final WarmingSettings settings;
  private final LongFunction<CompletionStage<Integer>> warmUser;
  private final DoubleSupplier p95Millis;
  private final Cache<Long, Boolean> recent;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicLong rounds = new AtomicLong();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "warmer");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long lastEndNanos = Long.MIN_VALUE;

  /**
   * Starts the schedule.
   *
   * @param warmUser loads what is not fresh of a user's popular answers, and tells how many those
   *     were; it does not block
   * @param p95Millis the 95th percentile of recent response times, in ms
   */
  public Warmer(
      WarmingSettings settings,
      LongFunction<CompletionStage<Integer>> warmUser,
      DoubleSupplier p95Millis) {
    this.settings = settings;
    this.warmUser = warmUser;
    this.p95Millis = p95Millis;
    this.recent =
        Caffeine.newBuilder().maximumSize(settings.users()).expireAfterAccess(RECENT).build();
    long every = settings.every().toMillis();
    var unused = clock.scheduleAtFixedRate(this::warmRecent, every, every, TimeUnit.MILLISECONDS);
    clock.scheduleAtFixedRate(this::warmIfSlow, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Somebody looks at this user's answers. */
  public void seen(long userId) {
    recent.put(userId, Boolean.TRUE);
  }

  /**
   * Warms a user's popular answers now.
   *
   * @return how many were loaded
   */
  public CompletionStage<Integer> warm(long userId) {
    return warmUser.apply(userId);
  }

  private void warmIfSlow() {
    double p95 = p95Millis.getAsDouble();
    boolean rested =
        lastEndNanos == Long.MIN_VALUE
            || System.nanoTime() - lastEndNanos > settings.rest().toNanos();
    if (p95 > settings.slow().toMillis() && rested && warmRecent()) {
      LOG.info("answers take {} ms (95th percentile): warming caches", Math.round(p95));
    }
  }

  /** Begins a round over the recent users; false if one is under way. */
  private boolean warmRecent() {
    if (!underWay.compareAndSet(false, true)) {
      return false;
    }
    Iterator<Long> users = new ArrayList<>(recent.asMap().keySet()).iterator();
    List<CompletableFuture<Void>> chains = new ArrayList<>();
    for (int i = 0; i < settings.parallel(); i++) {
      CompletableFuture<Void> chain = new CompletableFuture<>();
      chains.add(chain);
      warmNext(users, chain);
    }
    var unused =
        CompletableFuture.allOf(chains.toArray(CompletableFuture[]::new))
            .whenComplete(
                (done, failure) -> {
                  rounds.incrementAndGet();
                  lastEndNanos = System.nanoTime();
                  underWay.set(false);
                });
    return true;
  }

  private void warmNext(Iterator<Long> users, CompletableFuture<Void> chain) {
    long user;
    synchronized (users) {
      if (!users.hasNext() || clock.isShutdown()) {
        chain.complete(null);
        return;
      }
      user = users.next();
    }
    var unused =
        begun(user)
            .whenCompleteAsync(
                (loaded, failure) -> {
                  if (failure != null) {
                    LOG.debug("user {} could not be warmed: {}", user, failure.toString());
                  }
                  warmNext(users, chain);
                });
  }

  /** A fault of ours must not end the round, for then there would never be another one. */
  private CompletionStage<Integer> begun(long user) {
    try {
      return warmUser.apply(user);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** How many users have been looked at lately. */
  public long recentUsers() {
    return recent.estimatedSize();
  }

  /** How many rounds over the recent users have ended. */
  public long rounds() {
    return rounds.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
