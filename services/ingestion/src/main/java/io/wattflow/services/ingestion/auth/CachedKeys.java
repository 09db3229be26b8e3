package io.wattflow.services.ingestion.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store across the network has answered, for a while.
 *
 * <ul>
 *   <li>A key that was found is taken for found for 60 s. In the last quarter of them the store is
 *       asked again in the background, so that a client in full flow never waits for it.
 *   <li>If the store is away then, the key stays as it was until 15 minutes after it was last
 *       found, and the store is asked again every two seconds at most.
 *   <li>An id that was not found is taken for unknown for 10 s. Ids that nobody has asked for yet
 *       reach the store 2,000 times a second at most: guessing, each time with another id, must
 *       cost the store little. Known keys do not count towards that, and the unknown ones have a
 *       cache of their own, so that they push no known one out.
 *   <li>Requests with one id that come at once ask the store once.
 * </ul>
 */
final class CachedKeys {
  static final Duration FRESH = Duration.ofSeconds(60);
  static final Duration ASK_AHEAD = Duration.ofSeconds(45);
  static final Duration KEPT_WHILE_AWAY = Duration.ofMinutes(15);
  static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(2);
  static final Duration UNKNOWN = Duration.ofSeconds(10);
  static final int NEW_IDS_PER_SECOND = 2_000;

  /** Longer nobody waits for the store. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);
  private static final int MAX_KNOWN = 200_000;
  private static final int MAX_UNKNOWN = 20_000;
  private static final CompletableFuture<@Nullable ApiKey> NO_KEY =
      CompletableFuture.completedFuture(null);

  private final ApiKeyStore store;
  private final Ticker ticker;
  private final Cache<String, Known> known;
  private final Cache<String, Boolean> unknown;
  private final Bucket newIds;
  private final ConcurrentMap<String, CompletableFuture<@Nullable ApiKey>> asked =
      new ConcurrentHashMap<>();
  private final AtomicBoolean away = new AtomicBoolean();

  /** A key that was found; times are the ticker's. */
  private static final class Known {
    final CompletableFuture<@Nullable ApiKey> answer;
    volatile long askAgainAt;
    volatile long askFirstAt;

    Known(ApiKey key, long now) {
      this.answer = CompletableFuture.completedFuture(key);
      this.askAgainAt = now + ASK_AHEAD.toNanos();
      this.askFirstAt = now + FRESH.toNanos();
    }

    /** The store is away: until the cache forgets it, this is the best answer there is. */
    void keep(long now) {
      askAgainAt = now + PAUSE_WHILE_AWAY.toNanos();
      askFirstAt = now + KEPT_WHILE_AWAY.toNanos();
    }
  }

  CachedKeys(ApiKeyStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MAX_KNOWN)
            .expireAfterWrite(KEPT_WHILE_AWAY)
            .ticker(ticker)
            .build();
    this.unknown =
        Caffeine.newBuilder()
            .maximumSize(MAX_UNKNOWN)
            .expireAfterWrite(UNKNOWN)
            .ticker(ticker)
            .build();
    this.newIds =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(NEW_IDS_PER_SECOND)
                        .refillGreedy(NEW_IDS_PER_SECOND, Duration.ofSeconds(1)))
            .withCustomTimePrecision(new TickingTime(ticker))
            .build();
  }

  private record TickingTime(Ticker ticker) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return ticker.read();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  /**
   * The key, or null if there is none; complete already when the answer is known. Fails with {@link
   * ApiKeyStoreException} if the store is away and the key is none that was found lately.
   */
  CompletableFuture<@Nullable ApiKey> find(String keyId) {
    Known key = known.getIfPresent(keyId);
    if (key == null) {
      return findNew(keyId);
    }
    long now = ticker.read();
    if (now - key.askAgainAt < 0) {
      return key.answer;
    }
    CompletableFuture<@Nullable ApiKey> answer = ask(keyId);
    return now - key.askFirstAt < 0 ? key.answer : answer;
  }

  private CompletableFuture<@Nullable ApiKey> findNew(String keyId) {
    if (unknown.getIfPresent(keyId) != null) {
      return NO_KEY;
    }
    CompletableFuture<@Nullable ApiKey> running = asked.get(keyId);
    if (running != null) {
      return running;
    }
    if (!newIds.tryConsume(1)) {
      return CompletableFuture.failedFuture(
          new ApiKeyStoreException(
              "more than " + NEW_IDS_PER_SECOND + " unknown ids of API keys are tried per second"));
    }
    return ask(keyId);
  }

  private CompletableFuture<@Nullable ApiKey> ask(String keyId) {
    CompletableFuture<@Nullable ApiKey> answer = new CompletableFuture<>();
    CompletableFuture<@Nullable ApiKey> running = asked.putIfAbsent(keyId, answer);
    if (running != null) {
      return running;
    }
    var unused =
        store
            .find(keyId)
            .orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((key, failure) -> settle(keyId, answer, key, failure));
    return answer;
  }

  private void settle(
      String keyId,
      CompletableFuture<@Nullable ApiKey> answer,
      @Nullable ApiKey key,
      @Nullable Throwable failure) {
    if (failure != null) {
      fail(keyId, answer, failure);
      return;
    }
    if (away.compareAndSet(true, false)) {
      LOG.warn("the store of the API keys answers again");
    }
    if (key == null) {
      known.invalidate(keyId);
      unknown.put(keyId, true);
    } else {
      known.put(keyId, new Known(key, ticker.read()));
    }
    // Only when the caches know: whoever comes in between would ask again.
    asked.remove(keyId, answer);
    answer.complete(key);
  }

  private void fail(String keyId, CompletableFuture<@Nullable ApiKey> answer, Throwable failure) {
    ApiKeyStoreException reason = null;
    if (failure instanceof ApiKeyStoreException e) {
      reason = e;
    } else if (failure instanceof TimeoutException) {
      reason = new ApiKeyStoreException("no answer within " + PATIENCE.toMillis() + " ms", failure);
    }
    Known key = known.getIfPresent(keyId);
    if (reason != null && away.compareAndSet(false, true)) {
      LOG.warn(
          "the store of the API keys is away, keys that it found within {} min stay valid: {}",
          KEPT_WHILE_AWAY.toMinutes(),
          reason.getMessage());
    }
    if (reason != null && key != null) {
      key.keep(ticker.read());
    }
    asked.remove(keyId, answer);
    if (reason != null && key != null) {
      answer.complete(key.answer.join());
    } else {
      // A failure that we do not know is a fault of ours, and no reason to let somebody in.
      answer.completeExceptionally(reason == null ? failure : reason);
    }
  }
}
