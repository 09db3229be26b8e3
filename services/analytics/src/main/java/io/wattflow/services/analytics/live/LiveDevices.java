package io.wattflow.services.analytics.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.LuaScript;
import io.wattflow.services.analytics.cache.GuardedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of households in Redis: the latest status of each, which the stream keeps there, and
 * beside it all devices as ClickHouse knew them some time ago. The two together are what ClickHouse
 * would say now, for a hundredth of the cost.
 *
 * <p>What was known is of use only while the stream's part has had all news since; a Redis that has
 * lost it, or a household that was silent for so long that it was dropped, has to be asked for
 * anew.
 *
 * <p>Thread-safe; calls block as {@link GuardedRedis#call} does.
 */
public final class LiveDevices {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDevices.class);

  /** Among the answers of a user. */
  private static final String NAME = "devices:known";

  /** How long it may take until a change of the registry shows. */
  private static final Duration KNOWN = Duration.ofHours(1);

  private static final LuaScript LOOK = LuaScript.read(LiveDevices.class, "look-devices.lua");
  private static final LuaScript KEEP = LuaScript.readFenced(LiveDevices.class, "keep-known.lua");

  private final GuardedRedis redis;

  /** Asks a Redis, which the caller closes. */
  public LiveDevices(GuardedRedis redis) {
    this.redis = redis;
  }

  /**
   * What Redis has of a household.
   *
   * @param asked when it was read
   * @param statuses of the devices that the stream has spoken of
   * @param known the devices that ClickHouse knew, none of which has news that {@code statuses}
   *     does not have; null: ClickHouse has to be asked
   */
  public record Look(Asked asked, List<DeviceStatus> statuses, @Nullable List<KnownDevice> known) {}

  /**
   * When Redis was read.
   *
   * @param millis in epoch ms of Redis
   * @param epoch of the user's answers; grows with each eviction
   */
  public record Asked(long millis, String epoch) {}

  /** Reads; null if Redis is away, or has something that cannot be read. */
  public @Nullable Look look(long userId) {
    List<?> reply =
        redis.call(
            connected ->
                (List<?>)
                    LOOK.run(
                        connected,
                        List.of(
                            bytes(CacheKeys.devices(userId)),
                            bytes(CacheKeys.answer(userId, NAME)),
                            bytes(CacheKeys.epoch(userId))),
                        List.of()));
    if (reply == null) {
      return null;
    }
    try {
      return look(userId, reply);
    } catch (IllegalArgumentException e) {
      LOG.warn("the devices of user {} in Redis: {}", Long.toUnsignedString(userId), e.toString());
      return null;
    }
  }

  private static Look look(long userId, List<?> reply) {
    List<?> known = (List<?>) reply.get(2);
    return new Look(
        new Asked((Long) reply.get(0), text(reply.get(3))),
        devices(
            (List<?>) reply.get(1), (device, value) -> DeviceStatus.read(userId, device, value)),
        known.isEmpty() ? null : devices(known, KnownDevice::read));
  }

  private static <T> List<T> devices(List<?> fields, BiFunction<String, String, T> reader) {
    List<T> devices = new ArrayList<>(fields.size() / 2);
    for (int i = 0; i < fields.size(); i += 2) {
      String device = text(fields.get(i));
      if (!device.equals(CacheKeys.SINCE)) {
        devices.add(reader.apply(device, text(fields.get(i + 1))));
      }
    }
    return devices;
  }

  /**
   * Keeps what ClickHouse has answered for the next ones who look; without effect if something that
   * they depend on was evicted meanwhile, or Redis is away.
   *
   * @param asked when Redis was read, before ClickHouse was asked
   * @param dependencies the rows whose change evicts them
   */
  public void keep(long userId, Asked asked, List<KnownDevice> known, List<Change> dependencies) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(Long.toString(KNOWN.toMillis())));
    arguments.add(bytes(asked.epoch()));
    arguments.add(bytes(NAME));
    arguments.add(bytes(ChangeLines.write(dependencies)));
    arguments.add(bytes(Long.toString(asked.millis())));
    for (KnownDevice device : known) {
      arguments.add(bytes(device.deviceId()));
      arguments.add(bytes(device.value()));
    }
    Object unused =
        redis.call(
            connected ->
                KEEP.run(
                    connected,
                    List.of(
                        bytes(CacheKeys.answer(userId, NAME)),
                        bytes(CacheKeys.answers(userId)),
                        bytes(CacheKeys.epoch(userId)),
                        bytes(CacheKeys.changes(userId))),
                    arguments));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }
}
