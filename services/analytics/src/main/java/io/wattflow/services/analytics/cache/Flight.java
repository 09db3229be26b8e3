package io.wattflow.services.analytics.cache;

import io.wattflow.services.analytics.cache.Served.Tier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way, for all who have asked for it. Its steps run one after the other, on
 * changing threads; only what is volatile or a future is seen by others meanwhile.
 */
final class Flight {
  private final AnswerKey key;
  private final AnswerLoader loader;
  private final String token;

  /** What whoever asks is given: the first answer there is. */
  private final CompletableFuture<Outcome> shown = new CompletableFuture<>();

  /** The fresh answer, which comes after a stale one was shown. */
  private final CompletableFuture<Outcome> landed = new CompletableFuture<>();

  private volatile CompletableFuture<@Nullable Void> wake = new CompletableFuture<>();
  private volatile boolean overtaken;
  private volatile boolean awaited;
  private @Nullable Outcome stale;
  private boolean leased;
  private long impatientAt;
  private boolean waited;

  /** How a question was answered, for the counters. */
  enum Result {
    NEAR,
    SHARED,
    STALE,
    MISS
  }

  /** An answer, and where it was. */
  record Outcome(CachedAnswer cached, Tier tier, Result result) {
    Served served(long now) {
      return result == Result.STALE ? cached.servedStale(now, tier) : cached.served(now, tier);
    }
  }

  /**
   * An answer that nobody fetches yet.
   *
   * @param token names this flight among those of all instances
   * @param stale what may be shown if no fresh one can be had; null: nothing
   */
  Flight(AnswerKey key, AnswerLoader loader, String token, @Nullable CachedAnswer stale) {
    this.key = key;
    this.loader = loader;
    this.token = token;
    this.stale = stale == null ? null : new Outcome(stale, Tier.L1, Result.STALE);
  }

  AnswerKey key() {
    return key;
  }

  AnswerLoader loader() {
    return loader;
  }

  String token() {
    return token;
  }

  CompletableFuture<Outcome> shown() {
    return shown;
  }

  CompletableFuture<Outcome> landed() {
    return landed;
  }

  /** Somebody has nothing to look at until it lands. */
  void await() {
    awaited = true;
  }

  /** Whether somebody waits, who has not even been shown a stale answer. */
  boolean isAwaited() {
    return awaited && !shown.isDone();
  }

  /** Shows what Redis had; a fresh one is on its way. */
  void show(CachedAnswer cached) {
    Outcome outcome = new Outcome(cached, Tier.L2, Result.STALE);
    stale = outcome;
    shown.complete(outcome);
  }

  /** What may be shown in place of a fresh answer; null: nothing. */
  @Nullable Outcome staleAt(long now) {
    Outcome known = stale;
    return known != null && now < known.cached().staleUntil() ? known : null;
  }

  /** Done when somebody has called {@link #wake} from now on. */
  CompletableFuture<@Nullable Void> sleep() {
    CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
    wake = next;
    return next;
  }

  /** Whoever loads the answer is done. */
  void wake() {
    wake.complete(null);
  }

  /** Rows have changed; whoever asks from now on is not answered by this flight. */
  void overtake() {
    overtaken = true;
    wake();
  }

  boolean isOvertaken() {
    return overtaken;
  }

  /** Whether this flight is to load the answer for all instances. */
  void leased(boolean now) {
    leased = now;
  }

  boolean isLeased() {
    return leased;
  }

  /** How much longer it waits for somebody else's load, from the first time it is asked; in ns. */
  long patienceNanos(Duration patience) {
    long now = System.nanoTime();
    if (!waited) {
      waited = true;
      impatientAt = now + patience.toNanos();
    }
    return impatientAt - now;
  }

  /** Whether it has waited for somebody else's load. */
  boolean hasWaited() {
    return waited;
  }
}
