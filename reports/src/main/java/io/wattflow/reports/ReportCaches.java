package io.wattflow.reports;

import io.wattflow.cache.Changes;
import io.wattflow.cache.Evictor;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Caches of answers about reports, which hear of rows when these are visible. A run waits for a
 * Redis that goes away meanwhile: the next run finds these rows unchanged, and would tell nobody.
 */
public final class ReportCaches implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration MOST_OUTAGE = Duration.ofMinutes(1);

  private final @Nullable RedisAddress redis;
  private final Consumer<String> warning;
  private @Nullable Evictor evictor;
  private boolean absent;

  private ReportCaches(@Nullable RedisAddress redis, Consumer<String> warning) {
    this.redis = redis;
    this.warning = warning;
  }

  /** There are none. */
  public static ReportCaches none() {
    return new ReportCaches(null, line -> {});
  }

  /**
   * Those of a Redis, which has to be there.
   *
   * @throws JedisException if it does not answer
   */
  public static ReportCaches of(RedisAddress redis) {
    redis.check(ANSWER);
    ReportCaches caches = new ReportCaches(redis, line -> {});
    caches.evictor = new Evictor(redis);
    return caches;
  }

  /**
   * Those of a Redis that may not be there. It is asked when there is something to tell, and if it
   * does not answer then, nobody is told.
   *
   * @param warning takes a line that says so
   */
  public static ReportCaches ifThere(RedisAddress redis, Consumer<String> warning) {
    return new ReportCaches(redis, warning);
  }

  /**
   * Evicts what visible rows change.
   *
   * @throws JedisException if Redis has been away for a minute
   */
  void evict(Changes changes) {
    if (changes.isEmpty()) {
      return;
    }
    Evictor found = evictor();
    if (found != null) {
      evict(found, changes);
    }
  }

  private @Nullable Evictor evictor() {
    if (evictor == null && redis != null && !absent) {
      try {
        redis.check(ANSWER);
        evictor = new Evictor(redis);
      } catch (JedisException e) {
        absent = true;
        warning.accept(
            redis
                + " does not answer, so caches may show old values for as long as they keep them:"
                + " name a Redis with --redisUrl, or none with --redisUrl=none");
      }
    }
    return evictor;
  }

  private static void evict(Evictor evictor, Changes changes) {
    long deadline = System.nanoTime() + MOST_OUTAGE.toNanos();
    while (true) {
      try {
        evictor.evict(changes.users(), watched -> changes);
        return;
      } catch (JedisException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(JedisException failure) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  @Override
  public void close() {
    if (evictor != null) {
      evictor.close();
    }
  }
}
