package io.wattflow.beam.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The guard of the device status, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceStatusStoreTest {
  private static final long NOON = 1_795_435_200_000L;

  private RedisNode node;
  private UnifiedJedis redis;
  private DeviceStatusStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
    redis = RedisClient.create(node.uri());
    store = new DeviceStatusStore(RedisAddress.parse(node.uri().toString()), Duration.ofHours(1));
  }

  @AfterAll
  void stop() {
    store.close();
    redis.close();
    node.close();
  }

  @Test
  void anOlderStatusNeverOverwritesANewer() {
    put(status("older", NOON, 6, 100));
    put(status("older", NOON - 1, 60, 200));
    assertThat(power("older")).isEqualTo("100.0");
    put(status("older", NOON + 1, 1, 300));
    assertThat(power("older")).isEqualTo("300.0");
  }

  @Test
  void ofOneInstantTheHigherVersionStays() {
    put(status("version", NOON, 6, 100));
    put(status("version", NOON, 5, 200));
    put(status("version", NOON, 6, 250));
    assertThat(power("version")).isEqualTo("100.0");
    put(status("version", NOON, 7, 300));
    assertThat(power("version")).isEqualTo("300.0");
  }

  @Test
  void allOfItIsStoredAndExpires() {
    DeviceStatus whole = new DeviceStatus(9, "whole", "SMART_PLUG", NOON, -42.5, 6);
    long before = System.currentTimeMillis();
    put(whole);
    put(new DeviceStatus(9, "another one", "METER", NOON, 1e-9, 6));
    assertThat(CacheKeys.devices(9)).isEqualTo("wattflow:{9}:devices");
    Map<String, String> stored = redis.hgetAll(CacheKeys.devices(9));
    assertThat(stored)
        .containsOnlyKeys(CacheKeys.SINCE, "whole", "another one")
        .containsEntry("whole", NOON + " 6 -42.5 SMART_PLUG");
    assertThat(DeviceStatus.read(9, "whole", stored.get("whole"))).isEqualTo(whole);
    assertThat(Long.parseLong(stored.get(CacheKeys.SINCE)))
        .isBetween(before, System.currentTimeMillis());
    assertThat(redis.pttl(CacheKeys.devices(9))).isBetween(1L, 3_600_000L);
  }

  @Test
  void itTellsSinceWhenItHasAll() {
    put(new DeviceStatus(11, "one", "METER", NOON, 1, 6));
    String since = redis.hget(CacheKeys.devices(11), CacheKeys.SINCE);
    put(new DeviceStatus(11, "two", "METER", NOON, 1, 6));
    assertThat(redis.hget(CacheKeys.devices(11), CacheKeys.SINCE)).isEqualTo(since);
    redis.del(CacheKeys.devices(11));
    long before = System.currentTimeMillis();
    put(new DeviceStatus(11, "two", "METER", NOON, 1, 6));
    assertThat(Long.parseLong(redis.hget(CacheKeys.devices(11), CacheKeys.SINCE)))
        .isGreaterThanOrEqualTo(before);
  }

  @Test
  void whatCannotBeReadIsReplaced() {
    redis.hset(CacheKeys.devices(12), "damaged", "not a status");
    put(new DeviceStatus(12, "damaged", "METER", NOON, 5, 1));
    assertThat(redis.hget(CacheKeys.devices(12), "damaged")).isEqualTo(NOON + " 1 5.0 METER");
  }

  @Test
  void manyGoInOneCall() {
    store.put(
        IntStream.range(0, 5_000)
            .mapToObj(i -> new DeviceStatus(1_000 + i / 2, "many-" + i, "METER", NOON, i, 1))
            .toList());
    for (int user : new int[] {0, 1, 2_499}) {
      assertThat(redis.hgetAll(CacheKeys.devices(1_000 + user)))
          .hasSize(3)
          .containsEntry("many-" + 2 * user, NOON + " 1 " + 2.0 * user + " METER")
          .containsEntry("many-" + (2 * user + 1), NOON + " 1 " + (2.0 * user + 1) + " METER");
    }
  }

  @Test
  void aRefusalIsAnExceptionAndNotSilence() {
    redis.set(CacheKeys.devices(8), "not a hash");
    assertThatThrownBy(() -> put(new DeviceStatus(8, "string", "METER", NOON, 1, 1)))
        .isInstanceOf(JedisException.class)
        .hasMessageContaining("WRONGTYPE");
  }

  private void put(DeviceStatus status) {
    store.put(List.of(status));
  }

  private String power(String device) {
    return Double.toString(
        DeviceStatus.read(7, device, redis.hget(CacheKeys.devices(7), device)).powerWatts());
  }

  private static DeviceStatus status(String device, long time, long version, double watts) {
    return new DeviceStatus(7, device, "METER", time, watts, version);
  }
}
