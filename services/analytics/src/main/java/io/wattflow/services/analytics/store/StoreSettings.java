package io.wattflow.services.analytics.store;

import java.time.Duration;

/**
 * How servers are asked.
 *
 * @param pool connections to each server; default 20
 * @param adHocPool connections to each server for ad-hoc questions; default 4
 * @param idle after which a connection is given back; default 30 s
 * @param connect until a server has accepted, or the pool has a free connection; default 2 s
 * @param answer of a server, after which another one is asked; whole seconds; default 3 s
 * @param longestAdHoc that an ad-hoc question may name; default 30 s
 * @param failureRate of the last calls, in per cent, from which a server is left alone; default 50
 * @param rest how long it is left alone; default 30 s
 * @param probe how often a server that is left alone is asked whether it is back; default 2 s
 */
public record StoreSettings(
    int pool,
    int adHocPool,
    Duration idle,
    Duration connect,
    Duration answer,
    Duration longestAdHoc,
    int failureRate,
    Duration rest,
    Duration probe) {

  /** The defaults above. */
  public static StoreSettings defaults() {
    return new StoreSettings(
        20,
        4,
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        50,
        Duration.ofSeconds(30),
        Duration.ofSeconds(2));
  }
}
