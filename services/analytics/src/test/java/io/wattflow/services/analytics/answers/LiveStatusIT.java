package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.Evictor;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.analytics.live.LiveDevices;
import io.wattflow.services.analytics.store.Store.Freshness;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private RedisAddress address;
  private UnifiedJedis redis;
  private long nextUser = 2_000;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
    redis = RedisClient.create(node.uri());
    address = RedisAddress.parse(node.uri().toString());
    engine = AnswersEngine.start(folder, address);
  }

  @AfterAll
  void stop() {
    engine.close();
    redis.close();
    node.close();
  }

  /**
   * A household with a meter that reports, and a plug that has been silent for days; a cache has
   * begun to load an answer about it.
   */
  private long household() throws SQLException {
    long user = nextUser++;
    redis.set(CacheKeys.epoch(user), "0");
    new SyntheticHousehold(user, 1)
        .add("meter-1", "METER", END.minus(Duration.ofMinutes(90)), END, 1)
        .add("plug-1", "PLUG", END.minus(Duration.ofDays(9)), END.minus(Duration.ofDays(8)), 1)
        .write(engine);
    engine.execute(
        "INSERT INTO devices VALUES (%d, 'plug-1', 'HVAC', NULL, 10, '', 0, 1)".formatted(user));
    return user;
  }

  /** Rows that only ClickHouse has. */
  private void writePlug(long user, String device, Instant from, Instant to) throws SQLException {
    new SyntheticHousehold(user, 2).add(device, "PLUG", from, to, 1).write(engine);
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

  private static String known(long user) {
    return CacheKeys.answer(user, "devices:known");
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
    assertThat(redis.hgetAll(known(user))).containsOnlyKeys(CacheKeys.SINCE, "meter-1", "plug-1");

    // From now on Redis is enough: nobody sees what only ClickHouse has.
    engine.execute("ALTER TABLE devices DELETE WHERE user_id = " + user);
    writePlug(user, "unsaid-1", END.minus(Duration.ofMinutes(9)), END);
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
    writePlug(user, "late-1", END.minus(Duration.ofDays(3)), END.minus(Duration.ofDays(2)));
    watch(user);
    // What lies before the last word of a device changes nothing.
    evict(row("rollup_1m", user, "meter-1", END.minus(Duration.ofMinutes(5)), 60));
    evict(row("rollup_1h", user, "meter-1", END.minus(Duration.ofDays(3)), 3600));
    assertThat(states(user, Freshness.REPLICA)).hasSize(2);
    evict(row("rollup_1d", user, "late-1", END.minus(Duration.ofDays(3)), 86_400));
    assertThat(states(user, Freshness.MASTER))
        .containsExactly("late-1 PLUG null", "meter-1 METER 321.5", "plug-1 HVAC null");
  }

  /** Whoever has asked before rows changed must not leave behind what was true then. */
  @Test
  void whatIsKnownFromBeforeAnEvictionIsNotKept() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    LiveDevices devices = engine.sources().devices();
    LiveDevices.Asked asked = Objects.requireNonNull(devices.look(user)).asked();
    watch(user);
    Change changed = row("rollup_1d", user, "plug-1", END.minus(Duration.ofDays(3)), 86_400);
    evict(changed);
    devices.keep(user, asked, List.of(), List.of(changed));
    assertThat(redis.exists(known(user))).isFalse();
    devices.keep(user, asked, List.of(), List.of(row("rollup_1h", user, "plug-1", END, 3600)));
    assertThat(redis.exists(known(user))).as("depends on other rows").isTrue();
  }

  @Test
  void anAnswerDependsOnWhatIsNewToIt() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    List<Change> rows =
        engine.load(new DeviceStatusSummary(user), NOW, Freshness.REPLICA).dependencies();
    assertThat(rows)
        .noneMatch(row("rollup_1m", user, "meter-1", END.minusSeconds(60), 60)::touches)
        .anyMatch(row("rollup_1m", user, "meter-1", END, 60)::touches)
        .anyMatch(row("rollup_1m", user, "plug-1", END.minusSeconds(60), 60)::touches)
        .noneMatch(row("rollup_1h", user, "plug-1", END.minus(Duration.ofDays(9)), 3600)::touches)
        .anyMatch(row("rollup_1h", user, "plug-1", END.minus(Duration.ofDays(7)), 3600)::touches)
        .anyMatch(row("rollup_1d", user, "new-1", END.minus(Duration.ofDays(9)), 86_400)::touches);
  }

  /** As the cache does then. */
  private void watch(long user) {
    redis.zadd(CacheKeys.WATCHED, now() + 3_600_000, Long.toString(user));
  }

  private void evict(Change change) {
    try (Evictor evictor = new Evictor(address)) {
      evictor.evict(List.of(change));
    }
  }

  private static Change row(String table, long user, String device, Instant at, long seconds) {
    long start = Math.floorDiv(at.getEpochSecond(), seconds) * seconds * 1000;
    return new Change(table, user, device, start, start + 1);
  }

  /** Between what is known and what the stream says now something may have been lost. */
  @Test
  void aRedisThatHasLostTheNewsIsNotTrusted() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    assertThat(states(user, Freshness.REPLICA)).hasSize(2);
    writePlug(user, "lost-1", END.minus(Duration.ofMinutes(9)), END);
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
  void whatCannotBeReadInRedisIsAskedFor() throws SQLException {
    long user = household();
    push(user, now() - 1_000, "meter-1", 321.5);
    assertThat(states(user, Freshness.REPLICA)).hasSize(2);
    writePlug(user, "stored-1", END.minus(Duration.ofMinutes(9)), END);
    redis.hset(CacheKeys.devices(user), "damaged-1", "not a status");
    assertThat(states(user, Freshness.REPLICA))
        .hasSize(3)
        .anyMatch(state -> state.startsWith("stored-1 PLUG "));
    redis.hdel(CacheKeys.devices(user), "damaged-1");
    redis.hset(known(user), "meter-1", "1 2 three 4 METER");
    assertThat(states(user, Freshness.REPLICA)).hasSize(3);
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
