package io.wattflow.beam.sink;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.LazyRedis;
import io.wattflow.cache.LuaScript;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest status of each device in Redis: a hash for each user, see {@link CacheKeys#devices}.
 *
 * <p>Guarantee: at least once; a script on the server keeps the newer of what is stored and what
 * comes, so repetition and disorder change nothing.
 */
final class DeviceStatusStore implements AutoCloseable {
  private static final LuaScript SCRIPT = LuaScript.read(DeviceStatusStore.class, "keep-newer.lua");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final LazyRedis redis;
  private final String ttlMillis;

  /**
   * Connects when first used, not now.
   *
   * @param ttl how long a user's devices are kept without news of any of them
   */
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
    Map<Long, List<String>> arguments = new LinkedHashMap<>();
    for (DeviceStatus status : statuses) {
      List<String> ofUser =
          arguments.computeIfAbsent(status.userId(), user -> new ArrayList<>(List.of(ttlMillis)));
      ofUser.add(status.deviceId());
      ofUser.add(status.value());
    }
    List<LuaScript.Call> calls = new ArrayList<>();
    arguments.forEach(
        (user, ofUser) -> calls.add(new LuaScript.Call(List.of(CacheKeys.devices(user)), ofUser)));
    SCRIPT.runAll(redis.get(), calls);
  }

  @Override
  public void close() {
    redis.close();
  }
}
