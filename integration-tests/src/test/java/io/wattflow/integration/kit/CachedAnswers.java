package io.wattflow.integration.kit;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.UnifiedJedis;

/** Answers of one user in a scenario's Redis, as a reader would have stored them. */
public final class CachedAnswers implements AutoCloseable {
  private static final long MINUTE = 60_000;

  private final UnifiedJedis redis;
  private final long userId;

  /** Of a user, who is watched from now on. */
  public CachedAnswers(Scenario scenario, long userId) {
    this.redis =
        RedisAddress.parse(scenario.platform().redisUri().toString())
            .connect(1, Duration.ofSeconds(5));
    this.userId = userId;
    redis.zadd(
        CacheKeys.WATCHED, System.currentTimeMillis() + 60 * MINUTE, Long.toUnsignedString(userId));
  }

  /** Stores an answer about windows of a device that start in a span. */
  public void put(String name, String table, String deviceId, long fromMillis, long toMillis) {
    Change dependency = new Change(table, userId, deviceId, fromMillis, toMillis);
    redis.set(CacheKeys.answer(userId, name), "answer");
    redis.hset(CacheKeys.answers(userId), name, ChangeLines.write(List.of(dependency)));
  }

  /** Those that are left. */
  public Set<String> names() {
    return redis.hkeys(CacheKeys.answers(userId));
  }

  @Override
  public void close() {
    redis.close();
  }
}
