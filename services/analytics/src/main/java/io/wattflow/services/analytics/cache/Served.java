package io.wattflow.services.analytics.cache;

import java.time.Duration;

/**
 * An answer on its way to a client.
 *
 * @param etag strong, with its quotation marks; a function of the body
 * @param freshFor how much longer it is fresh; zero for a stale one
 * @param staleFor how much longer it may be shown while a fresh one is fetched
 * @param tier which tier had it
 */
public record Served(Answer answer, String etag, Duration freshFor, Duration staleFor, Tier tier) {

  /** Where an answer came from. */
  public enum Tier {
    /** This process. */
    L1,
    /** Redis. */
    L2,
    /** ClickHouse. */
    STORE
  }
}
