package io.wattflow.beam.sink;

import io.wattflow.cache.LazyRedis;
import io.wattflow.cache.RedisAddress;
import io.wattflow.cache.ScriptCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The latest status of each device in Redis: a hash {@code wattflow:{user}:device:<id>:status} with
 * {@code event_time} (epoch ms), {@code power_watts}, {@code device_type} and {@code version}.
 *
 * <p>Guarantee: at least once; a script on the server keeps the newer of what is stored and what
 * comes, so repetition and disorder change nothing.
 */
final class DeviceStatusStore implements AutoCloseable {
  private static final String SCRIPT = readScript();
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
    ScriptCalls.run(
        redis.get(),
        SCRIPT,
        statuses.stream()
            .map(status -> new ScriptCalls.Call(List.of(status.key()), arguments(status)))
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

  private static String readScript() {
    try (InputStream in = DeviceStatusStore.class.getResourceAsStream("keep-newer.lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
