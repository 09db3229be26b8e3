package io.wattflow.services.analytics.cache;

import io.wattflow.services.analytics.cache.Served.Tier;
import java.time.Duration;

/**
 * An answer as the tiers keep it. Its times are absolute, so no tier can lengthen them.
 *
 * @param etag strong, see {@link Etags}
 * @param loadedAt instant before the store was asked, in epoch ms
 * @param freshUntil first instant at which it is not fresh, in epoch ms
 * @param staleUntil first instant at which it may not be shown at all, in epoch ms; not before
 *     {@code freshUntil}
 */
record CachedAnswer(Answer answer, String etag, long loadedAt, long freshUntil, long staleUntil) {

  CachedAnswer {
    if (freshUntil > staleUntil) {
      throw new IllegalArgumentException("stale before it was fresh: " + staleUntil);
    }
  }

  static CachedAnswer of(Answer answer, long loadedAt, long freshUntil, long staleUntil) {
    return new CachedAnswer(answer, Etags.of(answer.body()), loadedAt, freshUntil, staleUntil);
  }

  boolean isFresh(long now) {
    return now < freshUntil;
  }

  /** Not fresh any more, and may be shown while a fresh one is fetched. */
  boolean isStale(long now) {
    return freshUntil <= now && now < staleUntil;
  }

  /** On its way to a client, as fresh as it is. */
  Served served(long now, Tier tier) {
    return served(now, Math.max(now, freshUntil), tier);
  }

  /** On its way to a client as a stale one, whatever it was loaded as. */
  Served servedStale(long now, Tier tier) {
    return served(now, now, tier);
  }

  private Served served(long now, long freshTo, Tier tier) {
    return new Served(
        answer,
        etag,
        Duration.ofMillis(freshTo - now),
        Duration.ofMillis(Math.max(0, staleUntil - freshTo)),
        tier);
  }
}
