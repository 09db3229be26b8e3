package io.wattflow.beam.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    put(status("whole", NOON, 6, -42.5));
    String key = status("whole", NOON, 6, -42.5).key();
    assertThat(key).isEqualTo("wattflow:{7}:device:whole:status");
    assertThat(redis.hgetAll(key))
        .isEqualTo(
            Map.of(
                "event_time",
                Long.toString(NOON),
                "version",
                "6",
                "power_watts",
                "-42.5",
                "device_type",
                "METER"));
    assertThat(redis.pttl(key)).isBetween(1L, 3_600_000L);
  }

  @Test
  void manyGoInOneCall() {
    store.put(IntStream.range(0, 2_500).mapToObj(i -> status("many-" + i, NOON, 1, i)).toList());
    assertThat(power("many-0")).isEqualTo("0.0");
    assertThat(power("many-2499")).isEqualTo("2499.0");
  }

  @Test
  void aRefusalIsAnExceptionAndNotSilence() {
    redis.set(status("string", NOON, 1, 1).key(), "not a hash");
    assertThatThrownBy(() -> put(status("string", NOON, 1, 1)))
        .isInstanceOf(JedisException.class)
        .hasMessageContaining("WRONGTYPE");
  }

  private void put(DeviceStatus status) {
    store.put(List.of(status));
  }

  private String power(String device) {
    return String.valueOf(redis.hget(status(device, 0, 0, 0).key(), "power_watts"));
  }

  private static DeviceStatus status(String device, long time, long version, double watts) {
    return new DeviceStatus(7, device, "METER", time, watts, version);
  }
}
