package io.wattflow.services.analytics.store;

/**
 * How a server does, for metrics and readiness.
 *
 * @param shard from 0
 * @param server its address, without user and password
 * @param master whether it is the shard's master
 * @param breaker whether it is asked
 * @param connectionsInUse of its pools
 * @param connections most of its pools
 * @param answered questions since the start
 * @param failed attempts that it has failed since the start
 */
public record ServerStatus(
    int shard,
    String server,
    boolean master,
    Breaker breaker,
    int connectionsInUse,
    int connections,
    long answered,
    long failed) {

  /** States of a circuit breaker. */
  public enum Breaker {
    /** It is asked. */
    CLOSED,
    /** It is tried. */
    HALF_OPEN,
    /** It is left alone. */
    OPEN
  }
}
