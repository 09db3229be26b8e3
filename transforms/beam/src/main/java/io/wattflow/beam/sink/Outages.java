package io.wattflow.beam.sink;

import io.wattflow.cache.RedisAddress;
import java.io.IOException;
import java.time.Duration;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** How a store that is away is asked again. */
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final org.joda.time.Duration FIRST = org.joda.time.Duration.millis(200);
  private static final org.joda.time.Duration LONGEST = org.joda.time.Duration.standardSeconds(10);

  private Outages() {}

  /** Pauses that grow from 0.2 s to 10 s, until they add up to {@code maxOutage}. */
  static BackOff pauses(Duration maxOutage) {
    return FluentBackoff.DEFAULT
        .withInitialBackoff(FIRST)
        .withMaxBackoff(LONGEST)
        .withMaxCumulativeBackoff(org.joda.time.Duration.millis(maxOutage.toMillis()))
        .backoff();
  }

  /**
   * Returns when Redis has taken something.
   *
   * @param what it takes, in messages
   * @param call may be made again after a failure
   * @throws IOException if Redis has not for as long as {@code maxOutage}
   */
  static void awaitRedis(RedisAddress redis, String what, Duration maxOutage, Runnable call)
      throws IOException, InterruptedException {
    BackOff backoff = pauses(maxOutage);
    // The pauses alone do not count what a server that hangs takes of each attempt.
    long deadline = System.nanoTime() + maxOutage.toNanos();
    JedisException failure = failureOf(call);
    while (failure != null) {
      LOG.warn("Redis does not take {}, trying again: {}", what, failure.getMessage());
      if (System.nanoTime() - deadline > 0 || !BackOffUtils.next(Sleeper.DEFAULT, backoff)) {
        throw new IOException(redis + " has not taken " + what + " for " + maxOutage, failure);
      }
      failure = failureOf(call);
    }
  }

  private static @Nullable JedisException failureOf(Runnable call) {
    try {
      call.run();
      return null;
    } catch (JedisException e) {
      return e;
    }
  }

  /** Drivers wrap what has happened in what they were about to do. */
  static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
