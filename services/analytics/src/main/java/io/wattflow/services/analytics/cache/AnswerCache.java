package io.wattflow.services.analytics.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wattflow.cache.Change;
import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.cache.Flight.Outcome;
import io.wattflow.services.analytics.cache.NearAnswers.Entry;
import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.metrics.CacheMetrics;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers in tiers: this process (L1), Redis (L2), the store. An answer is loaded once at a time
 * over all instances; one that is not fresh any more is shown while a fresh one is fetched; and a
 * change of rows drops the answers that it touches, here and in Redis.
 *
 * <p>While Redis is away, answers come from the store: as right, only slower. Answers of this
 * process are then good for {@link NearAnswers#UNHEARD}, because nobody tells of changes.
 *
 * <p>Guarantee: an answer from before a change is not served as fresh once the message of that
 * change has come, or {@code UNHEARD} after it could not come. A Redis that forgets what it had
 * acknowledged (a failover, a crash between two writes of its log) may lose an eviction; then the
 * class's time to live bounds how long the old answer is shown.
 *
 * <p>Thread-safe, and no call waits. What depends on a returned stage runs on the thread that
 * completes it: the caller's if the answer was here, otherwise one of the cache.
 */
public final class AnswerCache implements AutoCloseable {
  private final CacheMetrics metrics;
  private final Clock clock;
  private final NearAnswers near;
  private final GuardedRedis redis;
  private final Flights flights;
  private final CacheMessages messages;

  /** Starts to listen at Redis, whether it is there or not. */
  public AnswerCache(RedisAddress redis, CacheSettings settings, CacheMetrics metrics) {
    this(redis, settings, metrics, Clock.systemUTC(), Ticker.systemTicker());
  }

  AnswerCache(
      RedisAddress address,
      CacheSettings settings,
      CacheMetrics metrics,
      Clock clock,
      Ticker ticker) {
    this.metrics = metrics;
    this.clock = clock;
    this.near = new NearAnswers(settings.nearBytes(), clock, ticker);
    this.redis = new GuardedRedis(address, settings);
    this.flights = new Flights(settings, near, new SharedAnswers(redis, settings), metrics, clock);
    this.messages = new CacheMessages(address, settings.redisTimeout(), new Ear(), clock);
    metrics.gauge("wattflow_cache_l1_entries", "Answers in this process", near::size);
    metrics.gauge("wattflow_cache_l1_bytes", "Weight of the answers in this process", near::bytes);
    metrics.gauge(
        "wattflow_cache_connected", "1 while Redis answers and tells", () -> connected() ? 1 : 0);
    messages.start();
  }

  /**
   * An answer. If it is in this process, the stage is done already.
   *
   * <p>If there is no stale answer to be shown instead, the stage fails: with a {@link
   * io.wattflow.services.analytics.store.StoreException} if the store cannot answer, with an {@link
   * AnswersBusyException} if too many wait, and with whatever the loader throws unchecked.
   *
   * @param loader asked if no tier has the answer; perhaps later, and on another thread
   */
  public CompletionStage<Served> get(AnswerKey key, AnswerLoader loader) {
    Entry entry = near.find(key);
    if (entry == null) {
      return counted(flights.fly(key, loader, null, true));
    }
    long now = clock.millis();
    if (near.isFresh(entry, now)) {
      metrics.near();
      return CompletableFuture.completedFuture(entry.cached().served(now, Tier.L1));
    }
    boolean showable = near.isHeard(entry, now) && entry.cached().isStale(now);
    Flight flight = flights.fly(key, loader, entry.cached(), !showable);
    if (showable) {
      metrics.stale();
      return CompletableFuture.completedFuture(entry.cached().servedStale(now, Tier.L1));
    }
    return counted(flight);
  }

  private CompletionStage<Served> counted(Flight flight) {
    CompletableFuture<Served> served = new CompletableFuture<>();
    var unused =
        flight
            .shown()
            .whenComplete(
                (outcome, failure) -> {
                  if (outcome == null) {
                    metrics.missed();
                    served.completeExceptionally(failure);
                  } else {
                    count(outcome);
                    served.complete(outcome.served(clock.millis()));
                  }
                });
    return served;
  }

  private void count(Outcome outcome) {
    switch (outcome.result()) {
      case NEAR -> metrics.near();
      case SHARED -> metrics.shared();
      case STALE -> metrics.stale();
      case MISS -> metrics.missed();
    }
  }

  /**
   * Loads an answer ahead of whoever will ask for it, unless a fresh one exists. Counts neither as
   * a hit nor as a miss.
   *
   * @return the fresh answer; fails as {@link #get} does, also where there is a stale one
   */
  public CompletionStage<Served> refresh(AnswerKey key, AnswerLoader loader) {
    Entry entry = near.find(key);
    long now = clock.millis();
    if (entry != null && near.isFresh(entry, now)) {
      return CompletableFuture.completedFuture(entry.cached().served(now, Tier.L1));
    }
    CompletableFuture<Served> served = new CompletableFuture<>();
    var unused =
        flights
            .fly(key, loader, entry == null ? null : entry.cached(), false)
            .landed()
            .whenComplete(
                (outcome, failure) -> {
                  if (outcome == null) {
                    served.completeExceptionally(failure);
                  } else {
                    served.complete(outcome.served(clock.millis()));
                  }
                });
    return served;
  }

  /** Whether Redis answers and tells of changes; without it answers are right, only slower. */
  public boolean connected() {
    return near.isHearing() && redis.isReachable();
  }

  /** Why {@link #connected} is false, without passwords; null while it is true. */
  public @Nullable String trouble() {
    if (!near.isHearing()) {
      String reason = messages.trouble();
      return "evictions are not heard: " + (reason == null ? "connecting" : reason);
    }
    String reason = redis.trouble();
    return reason == null ? null : "answers come from the store: " + reason;
  }

  /** The Redis that has the answers; closed with this cache. */
  public GuardedRedis redis() {
    return redis;
  }

  /** Answers under way have some seconds left; questions from now on fail. */
  @Override
  public void close() {
    messages.close();
    flights.close();
    redis.close();
  }

  /** What is heard at Redis. */
  private final class Ear implements CacheMessages.Listener {
    @Override
    public void heard() {
      near.heard();
      redis.heard();
    }

    @Override
    public void unheard(long since) {
      near.unheard(since);
    }

    @Override
    public void changed(List<Change> changes) {
      for (Change change : changes) {
        metrics.evicted(near.drop(change));
      }
    }

    @Override
    public void loaded(AnswerKey key) {
      flights.wake(key);
    }
  }
}
