package io.wattflow.beam.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.RedisAddress;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/** What caches hear of rows that are written, on a real engine and a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateRowEvictionsTest {
  private static final long NOON = 1_795_435_200_000L;
  private static final long MINUTE = 60_000;
  private static final String DATABASE = "evictions";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** No two tests share a user. */
  private final AtomicLong users = new AtomicLong(100);

  private ClickHouseEngine engine;
  private RedisNode node;
  private RedisAddress address;
  private UnifiedJedis redis;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = ClickHouseEngine.start(PlatformConfig.small(folder));
    node = RedisNode.start(PlatformConfig.small(folder));
    Migrations.apply(engine.url().toString(), DATABASE, MigrationOptions.keepingAll());
    address = RedisAddress.parse(node.uri().toString());
    redis = address.connect(4, Duration.ofSeconds(2));
  }

  /** What is prepared must survive a kill; a server that was restarted has forgotten it. */
  @BeforeEach
  void keepEachWrite() {
    redis.configSet("appendfsync", "always");
  }

  @AfterAll
  void stop() {
    redis.close();
    node.close();
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLateRowEvictsExactlyWhatItChangesOnceItIsVisible(ClickHouseWriter writer) {
    long user = users.incrementAndGet();
    long punctual = users.incrementAndGet();
    long now = System.currentTimeMillis() / MINUTE * MINUTE;
    answer(user, "hour", minutes(user, "", NOON, NOON + 60 * MINUTE));
    answer(user, "hour before", minutes(user, "", NOON - 60 * MINUTE, NOON));
    answer(user, "other device", minutes(user, "other", NOON, NOON + 60 * MINUTE));
    answer(user, "hours", new Change("rollup_1h", user, "", NOON, NOON + 60 * MINUTE));
    answer(user, "now", minutes(user, "", now, now + MINUTE));
    answer(punctual, "now", minutes(punctual, "", now, now + MINUTE));

    try (Ears ears = new Ears(user)) {
      write(writer, block(row(user, NOON), row(user, now), row(punctual, now)), PATIENCE);

      await().until(() -> !ears.heard.isEmpty());
      assertThat(ears.heard)
          .as("changes, and rows that a query sees at that moment")
          .containsExactly(
              ChangeLines.write(List.of(minutes(user, "meter", NOON, NOON + 1))) + " 2");
    }
    assertThat(redis.hkeys(CacheKeys.answers(user)))
        .containsExactlyInAnyOrder("hour before", "other device", "hours", "now");
    assertThat(redis.exists(CacheKeys.answer(user, "hour"))).isFalse();
    assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo("1");
    assertThat(redis.hkeys(CacheKeys.answers(punctual))).containsExactly("now");
    assertThat(redis.exists(CacheKeys.epoch(punctual))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whileRedisIsAwayTheBundleWaitsAndNothingIsMissed(ClickHouseWriter writer) throws Exception {
    long user = users.incrementAndGet();
    answer(user, "hour", minutes(user, "", NOON, NOON + 60 * MINUTE));
    answer(user, "next hour", minutes(user, "", NOON + 60 * MINUTE, NOON + 120 * MINUTE));
    // The client is there already, as in a job that has been writing.
    write(writer, block(row(user, NOON - 60 * MINUTE)), PATIENCE);
    node.kill();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> write(writer, block(row(user, NOON)), PATIENCE));
    await().until(() -> rows(user) == 2);
    assertThatThrownBy(() -> writing.get(2, TimeUnit.SECONDS))
        .as("it neither fails nor ends while nobody answers")
        .isInstanceOf(TimeoutException.class);
    node.restart();
    writing.get(60, TimeUnit.SECONDS);
    assertThat(redis.hkeys(CacheKeys.answers(user))).containsExactly("next hour");
    assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo("2");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStoredAfterAnOutageOfClickHouseIsEvicted(ClickHouseWriter writer) throws Exception {
    long user = users.incrementAndGet();
    answer(user, "hour", minutes(user, "", NOON, NOON + 60 * MINUTE));
    engine.kill();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> write(writer, block(row(user, NOON)), PATIENCE));
    assertThatThrownBy(() -> writing.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(redis.exists(CacheKeys.epoch(user))).as("evicted before it is stored").isFalse();
    engine.restart();
    writing.get(60, TimeUnit.SECONDS);
    assertThat(rows(user)).isEqualTo(1);
    assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo("1");
    assertThat(redis.hkeys(CacheKeys.answers(user))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anOutageThatIsTooLongFailsTheBundle(ClickHouseWriter writer) {
    CacheTarget nowhere =
        new CacheTarget(
            RedisAddress.parse("redis://127.0.0.1:1"),
            Duration.ofMinutes(1),
            Duration.ofMillis(300));
    RowBlock block = block(row(users.incrementAndGet(), NOON));
    assertThatThrownBy(() -> write(writer, block, nowhere))
        .hasStackTraceContaining("Redis at 127.0.0.1:1 has not taken the evictions of late rows");
  }

  private void write(ClickHouseWriter writer, RowBlock block, Duration maxOutage) {
    write(writer, block, new CacheTarget(address, Duration.ofMinutes(1), maxOutage));
  }

  private void write(ClickHouseWriter writer, RowBlock block, CacheTarget caches) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(block).withCoder(RowBlockCoder.of()))
        .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED)
        .apply(
            "Write",
            new WriteRows(Table.ROLLUP_1M, target(), 1_000, writer)
                .evicting(caches, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    pipeline.run().waitUntilFinish();
  }

  private ClickHouseTarget target() {
    return new ClickHouseTarget(engine.url().toString(), DATABASE, "default", "", PATIENCE);
  }

  private record Window(long user, long start) {}

  private static Window row(long user, long start) {
    return new Window(user, start);
  }

  private static RowBlock block(Window... windows) {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_1M, 100);
    for (Window window : windows) {
      builder.append(TestRows.rollup(window.user, "meter", window.start, 1, 0));
    }
    return builder.build();
  }

  private void answer(long user, String name, Change dependency) {
    redis.zadd(
        CacheKeys.WATCHED, System.currentTimeMillis() + 60 * MINUTE, Long.toUnsignedString(user));
    redis.set(CacheKeys.answer(user, name), "answer");
    redis.hset(CacheKeys.answers(user), name, ChangeLines.write(List.of(dependency)));
  }

  private static Change minutes(long user, String device, long from, long to) {
    return new Change("rollup_1m", user, device, from, to);
  }

  private long rows(long user) throws SQLException {
    try (Connection connection = ClickHouseDataSources.connect(target());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count() FROM %s FINAL WHERE user_id = %d"
                    .formatted(target().qualified(Table.ROLLUP_1M), user))) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** An instance that asks at once when it hears of a user's changes. */
  private final class Ears extends JedisPubSub implements AutoCloseable {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final long user;
    private final CompletableFuture<Void> listening;

    Ears(long user) {
      this.user = user;
      this.listening = CompletableFuture.runAsync(() -> redis.subscribe(this, CacheKeys.EVICTIONS));
      await().until(this::isSubscribed);
    }

    @Override
    public void onMessage(String channel, String message) {
      if (ChangeLines.read(message).get(0).userId() == user) {
        try {
          heard.add(message + " " + rows(user));
        } catch (SQLException e) {
          heard.add(e.toString());
        }
      }
    }

    @Override
    public void close() {
      unsubscribe();
      listening.join();
    }
  }
}
