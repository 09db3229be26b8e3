package io.wattflow.beam.sink;

import io.wattflow.cache.LazyRedis;
import io.wattflow.cache.LuaScript;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The latest status of each device in Redis: a hash {@code wattflow:{user}:device:<id>:status} with
 * {@code event_time} (epoch ms), {@code power_watts}, {@code device_type} and {@code version}.
 *
 * <p>Guarantee: at least once; a script on the server keeps the newer of what is stored and what
 * comes, so repetition and disorder change nothing.
 */
final class DeviceStatusStore implements AutoCloseable {
  private static final LuaScript SCRIPT = LuaScript.read(DeviceStatusStore.class, "keep-newer.lua");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final LazyRedis redis;
  private final String ttlMillis;

  /** Connects when first used, not now. */
  DeviceStatusStore(RedisAddress address, Duration ttl) {
    this.redis = new LazyRedis(address, 1, TIMEOUT);
    this.ttlMillis = Long.toString(ttl.toMillis());
  }

  /**
   * Stores those that are newer than what is there.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached or refuses;
   *     some may then be stored, and all may be sent again
   */
  void put(Collection<DeviceStatus> statuses) {
    SCRIPT.runAll(
        redis.get(),
        statuses.stream()
            .map(status -> new LuaScript.Call(List.of(status.key()), arguments(status)))
            .toList());
  }

  private List<String> arguments(DeviceStatus status) {
    return List.of(
        Long.toString(status.eventTimeMillis()),
        Long.toString(status.version()),
        Double.toString(status.powerWatts()),
        status.deviceType(),
        ttlMillis);
  }

  @Override
  public void close() {
    redis.close();
  }
}
