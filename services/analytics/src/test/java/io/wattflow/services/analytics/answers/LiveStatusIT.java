package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.analytics.store.Store.Freshness;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The status of devices from what the stream keeps in Redis, and from ClickHouse beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveStatusIT {
  private static final Instant NOW = Instant.parse("2026-11-27T09:41:20Z");
  private static final Instant END = NOW.truncatedTo(ChronoUnit.MINUTES);
  private static final long LAST_OF_STORE = END.toEpochMilli() - 1_000;
  private static final long LATER = NOW.toEpochMilli() - 5_000;

  private AnswersEngine engine;
  private RedisNode node;
  private UnifiedJedis redis;
  private long nextUser = 2_000;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
    redis = RedisClient.create(node.uri());
    engine = AnswersEngine.start(folder, RedisAddress.parse(node.uri().toString()));
  }

  @AfterAll
  void stop() {
    engine.close();
    redis.close();
    node.close();
  }

  /** A household with a meter that reports, and a plug that has been silent for days. */
  private long household() throws SQLException {
    long user = nextUser++;
    new SyntheticHousehold(user, 1)
        .add("meter-1", "METER", END.minus(Duration.ofMinutes(90)), END, 1)
        .add("plug-1", "PLUG", END.minus(Duration.ofDays(9)), END.minus(Duration.ofDays(8)), 1)
        .write(engine);
    engine.execute(
        "INSERT INTO devices VALUES (%d, 'plug-1', 'HVAC', NULL, 10, '', 0, 1)".formatted(user));
    return user;
  }

  /** As the stream does, which has begun to keep this household's devices {@code since} then. */
  private void push(long user, long since, String device, double watts) {
    DeviceStatus status = new DeviceStatus(user, device, "METER", LATER, watts, 1);
    redis.hset(CacheKeys.devices(user), CacheKeys.SINCE, Long.toString(since));
    redis.hset(CacheKeys.devices(user), device, status.value());
  }

  private List<String> states(long user, Freshness freshness) {
    JsonNode answer = engine.ask(new DeviceStatusSummary(user), NOW, freshness);
    List<String> states = new ArrayList<>();
    for (JsonNode device : answer.get("devices")) {
      states.add(
          device.get("device_id").textValue()
              + " "
              + device.get("device_type").textValue()
              + " "
              + device.get("power_watts"));
    }
    return states;
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  @Test
  void theStreamsNewsShowBesideWhatIsKnown() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    List<String> both = List.of("meter-1 METER 321.5", "plug-1 HVAC null");
    assertThat(states(user, Freshness.REPLICA)).isEqualTo(both);
    assertThat(redis.hgetAll(CacheKeys.knownDevices(user)))
        .containsOnlyKeys(CacheKeys.SINCE, "meter-1", "plug-1");

    // From now on Redis is enough: nobody sees what only ClickHouse has.
    engine.execute("ALTER TABLE devices DELETE WHERE user_id = " + user);
    new SyntheticHousehold(user, 2)
        .add("unsaid-1", "PLUG", END.minus(Duration.ofMinutes(9)), END, 1)
        .write(engine);
    push(user, now() - 500_000, "meter-1", 654.0);
    push(user, now() - 500_000, "new-1", 7.0);
    assertThat(states(user, Freshness.REPLICA))
        .containsExactly("meter-1 METER 654", "new-1 METER 7", "plug-1 HVAC null");
  }

  @Test
  void rowsThatHaveChangedAreAskedFor() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    assertThat(states(user, Freshness.REPLICA)).hasSize(2);
    new SyntheticHousehold(user, 2)
        .add("late-1", "PLUG", END.minus(Duration.ofDays(3)), END.minus(Duration.ofDays(2)), 1)
        .write(engine);
    List<String> all = List.of("late-1 PLUG null", "meter-1 METER 321.5", "plug-1 HVAC null");
    assertThat(states(user, Freshness.MASTER)).isEqualTo(all);
    assertThat(states(user, Freshness.REPLICA)).isEqualTo(all);
  }

  /** Between what is known and what the stream says now something may have been lost. */
  @Test
  void aRedisThatHasLostTheNewsIsNotTrusted() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    assertThat(states(user, Freshness.REPLICA)).hasSize(2);
    new SyntheticHousehold(user, 2)
        .add("lost-1", "PLUG", END.minus(Duration.ofMinutes(9)), END, 1)
        .write(engine);
    redis.del(CacheKeys.devices(user));
    assertThat(states(user, Freshness.REPLICA)).hasSize(3);
    push(user, now() + 1, "meter-1", 322.5);
    assertThat(states(user, Freshness.REPLICA))
        .hasSize(3)
        .contains("meter-1 METER 322.5")
        .anyMatch(state -> state.startsWith("lost-1 PLUG "));
  }

  @Test
  void anOlderStatusThanTheStoresIsNotShown() throws SQLException {
    long user = household();
    DeviceStatus old =
        new DeviceStatus(user, "meter-1", "METER", LAST_OF_STORE - 60_000, 99_999, 1);
    redis.hset(CacheKeys.devices(user), CacheKeys.SINCE, Long.toString(now() - 1_000));
    redis.hset(CacheKeys.devices(user), "meter-1", old.value());
    redis.hset(
        CacheKeys.devices(user),
        "forgotten-1",
        new DeviceStatus(user, "forgotten-1", "PLUG", LATER - 40 * 86_400_000L, 5, 1).value());
    for (int i = 0; i < 2; i++) {
      assertThat(states(user, Freshness.REPLICA))
          .hasSize(2)
          .noneMatch(state -> state.contains("99999"));
    }
  }

  @Test
  void aHouseholdThatOnlyTheStreamHasHeardOfIsThere() {
    long user = nextUser++;
    push(user, now() - 1_000, "meter-1", 1.5);
    for (int i = 0; i < 2; i++) {
      assertThat(states(user, Freshness.REPLICA)).containsExactly("meter-1 METER 1.5");
    }
  }
}
