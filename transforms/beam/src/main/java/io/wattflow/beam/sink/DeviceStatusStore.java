package io.wattflow.beam.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * The latest status of each device in Redis: a hash {@code wattflow:{user}:device:<id>:status} with
 * {@code event_time} (epoch ms), {@code power_watts}, {@code device_type} and {@code version}.
 *
 * <p>Guarantee: at least once; a script on the server keeps the newer of what is stored and what
 * comes, so repetition and disorder change nothing.
 */
final class DeviceStatusStore implements AutoCloseable {
  private static final String SCRIPT = readScript();
  private static final int PIPELINED = 1_000;

  private final UnifiedJedis redis;
  private final String ttlMillis;

  /** Connects when first used, not now. */
  DeviceStatusStore(URI url, Duration ttl) {
    this.redis = RedisClient.create(url);
    this.ttlMillis = Long.toString(ttl.toMillis());
  }

  /**
   * Stores those that are newer than what is there.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached or refuses;
   *     some may then be stored, and all may be sent again
   */
  void put(Collection<DeviceStatus> statuses) {
    List<DeviceStatus> all = List.copyOf(statuses);
    for (int from = 0; from < all.size(); from += PIPELINED) {
      List<Response<Object>> answers = new ArrayList<>(PIPELINED);
      try (AbstractPipeline pipeline = redis.pipelined()) {
        for (DeviceStatus status : all.subList(from, Math.min(all.size(), from + PIPELINED))) {
          answers.add(pipeline.eval(SCRIPT, List.of(status.key()), arguments(status)));
        }
        pipeline.sync();
      }
      // An answer that is an error only throws when it is asked for.
      answers.forEach(Response::get);
    }
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
