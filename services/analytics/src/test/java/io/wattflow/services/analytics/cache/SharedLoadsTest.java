package io.wattflow.services.analytics.cache;

import static io.wattflow.services.analytics.cache.CacheBench.served;
import static io.wattflow.services.analytics.cache.CacheBench.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisCluster;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.params.SetParams;

/** Two instances and a writer, on one real Redis and on a cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedLoadsTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  /** No two tests share a user. */
  private final AtomicLong users = new AtomicLong(100);

  private RedisNode node;
  private RedisCluster cluster;
  private CacheBench bench;
  private AnswerCache one;
  private AnswerCache two;
  private AnswerKey key;
  private Rows rows;

  /** Where it is tried. */
  enum Shape {
    SERVER,
    CLUSTER
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder.resolve("one")));
    cluster = RedisCluster.start(PlatformConfig.small(folder.resolve("three")));
  }

  @AfterAll
  void stop() {
    cluster.close();
    node.close();
  }

  private void open(Shape shape) {
    open(shape, CacheSettings.defaults());
  }

  private void open(Shape shape, CacheSettings settings) {
    String address = shape == Shape.SERVER ? node.uri().toString() : cluster.address();
    bench = new CacheBench(RedisAddress.parse(address));
    one = bench.open(settings);
    two = bench.open(settings);
    key = new AnswerKey(users.incrementAndGet(), "hourly_trends_last_24h?");
    rows = new Rows(key.userId(), "meter", CacheClass.HISTORICAL, "one");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void pass(CountDownLatch gate) {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiftyCallersOfTwoInstancesCostOneLoad(Shape shape) throws Exception {
    open(shape);
    CountDownLatch gate = new CountDownLatch(1);
    rows.during(() -> pass(gate));
    List<CompletableFuture<Served>> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add(one.get(key, rows).toCompletableFuture());
      all.add(two.get(key, rows).toCompletableFuture());
    }
    await().until(() -> rows.loads() == 1);
    gate.countDown();

    for (CompletableFuture<Served> served : all) {
      assertThat(text(served.get(20, TimeUnit.SECONDS))).isEqualTo("one");
    }
    assertThat(rows.loads()).isEqualTo(1);
    assertThat(all.stream().map(served -> served.join().tier()).distinct())
        .containsExactlyInAnyOrder(Tier.STORE, Tier.L2);
    assertThat(bench.count("miss")).as("whoever waits for a load misses").isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWaitsHearsOfTheEndAtOnce(Shape shape) throws Exception {
    // Neither the lease's end nor the end of patience comes within the test.
    open(shape, CacheSettings.defaults().withLease(Duration.ofHours(1), Duration.ofHours(1)));
    CountDownLatch gate = new CountDownLatch(1);
    rows.during(() -> pass(gate));
    CompletableFuture<Served> loading = one.get(key, rows).toCompletableFuture();
    await().until(() -> rows.loads() == 1);
    CompletableFuture<Served> waiting = two.get(key, rows).toCompletableFuture();
    gate.countDown();

    assertThat(loading).succeedsWithin(SOON);
    assertThat(waiting)
        .succeedsWithin(SOON)
        .satisfies(served -> assertThat(served.tier()).isEqualTo(Tier.L2));
    assertThat(rows.loads()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWaitedForALoadThatFailedTriesNext(Shape shape) throws Exception {
    open(shape, CacheSettings.defaults().withLease(Duration.ofHours(1), Duration.ofHours(1)));
    CountDownLatch gate = new CountDownLatch(1);
    rows.during(() -> pass(gate));
    rows.goAway();
    CompletableFuture<Served> loading = one.get(key, rows).toCompletableFuture();
    await().until(() -> rows.loads() == 1);
    Rows others = new Rows(key.userId(), "meter", CacheClass.HISTORICAL, "from another replica");
    CompletableFuture<Served> waiting = two.get(key, others).toCompletableFuture();
    gate.countDown();

    assertThat(loading)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StoreException.class);
    assertThat(text(served(waiting))).isEqualTo("from another replica");
  }

  @ParameterizedTest
  @EnumSource
  void theLeaseOfAnInstanceThatDiedEnds(Shape shape) throws Exception {
    open(shape);
    lease(Duration.ofMillis(300));

    assertThat(one.get(key, rows).toCompletableFuture()).succeedsWithin(SOON);
    assertThat(rows.loads()).isEqualTo(1);
    assertThat(served(two.get(key, rows)).tier()).isEqualTo(Tier.L2);
  }

  @ParameterizedTest
  @EnumSource
  void patienceEnds(Shape shape) throws Exception {
    open(shape, CacheSettings.defaults().withLease(Duration.ofSeconds(5), Duration.ofMillis(300)));
    lease(Duration.ofHours(1));

    assertThat(one.get(key, rows).toCompletableFuture()).succeedsWithin(SOON);
    assertThat(served(two.get(key, rows)).tier())
        .as("it is stored all the same")
        .isEqualTo(Tier.L2);
    assertThat(bench.redis.get(CacheKeys.lease(key.userId(), key.name())))
        .as("the lease of somebody else")
        .isEqualTo("somebody");
  }

  private void lease(Duration time) {
    bench.redis.set(
        CacheKeys.lease(key.userId(), key.name()),
        "somebody",
        SetParams.setParams().px(time.toMillis()));
  }

  @ParameterizedTest
  @EnumSource
  void aChangeEvictsExactlyWhatItTouchesOnEveryInstance(Shape shape) throws Exception {
    open(shape);
    AnswerKey otherKey = new AnswerKey(key.userId(), "another device");
    Rows otherRows = new Rows(key.userId(), "plug", CacheClass.HISTORICAL, "other");
    for (AnswerCache cache : List.of(one, two)) {
      served(cache.get(key, rows));
      served(cache.get(otherKey, otherRows));
    }

    bench.change(rows, "two");

    for (AnswerCache cache : List.of(one, two)) {
      await().atMost(SOON).until(() -> text(served(cache.get(key, rows))).equals("two"));
      assertThat(served(cache.get(otherKey, otherRows)).tier()).isEqualTo(Tier.L1);
    }
    assertThat(rows.afterEviction()).containsExactly(false, true);
    assertThat(otherRows.loads()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatChangesWhileItIsLoadedIsLoadedAgain(Shape shape) throws Exception {
    open(shape);
    AtomicInteger changes = new AtomicInteger();
    rows.during(
        () -> {
          if (changes.getAndIncrement() == 0) {
            bench.change(rows, "two");
          }
        });

    assertThat(text(served(one.get(key, rows)))).isEqualTo("two");

    assertThat(rows.afterEviction()).containsExactly(false, true);
    assertThat(text(served(one.get(key, rows)))).isEqualTo("two");
    Served shared = served(two.get(key, rows));
    assertThat(text(shared)).isEqualTo("two");
    assertThat(shared.tier()).isEqualTo(Tier.L2);
    assertThat(rows.loads()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void otherChangesOfTheUserKeepNoAnswerFromBeingStored(Shape shape) throws Exception {
    open(shape);
    long user = key.userId();
    Rows others = new Rows(user, "plug-1", CacheClass.HOURLY, "of another device");
    served(one.get(new AnswerKey(user, "others"), others));
    rows.during(
        () -> {
          for (int i = 0; i < 32; i++) {
            bench.change(others, "changed " + i);
          }
        });
    assertThat(text(served(one.get(key, rows)))).isEqualTo("one");
    assertThat(rows.loads()).isEqualTo(1);
    assertThat(served(two.get(key, rows)).tier()).isEqualTo(Tier.L2);

    // What is behind more changes than are remembered may have been touched by any.
    AnswerKey second = new AnswerKey(user, "second");
    Rows more = new Rows(user, "meter-2", CacheClass.HOURLY, "before");
    AtomicInteger times = new AtomicInteger();
    more.during(
        () -> {
          for (int i = 0; i < 33 && times.get() == 0; i++) {
            bench.change(others, "changed again " + i);
          }
          times.incrementAndGet();
        });
    assertThat(text(served(one.get(second, more)))).isEqualTo("before");
    assertThat(more.loads()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void whatChangesAgainAndAgainIsAnsweredAndKeptNowhere(Shape shape) throws Exception {
    open(shape);
    AtomicInteger changes = new AtomicInteger(1);
    rows.during(
        () -> {
          if (changes.get() < 3) {
            bench.change(rows, "version " + changes.incrementAndGet());
          }
        });

    Served first = served(one.get(key, rows));

    assertThat(text(first)).as("the rows of the second load").isEqualTo("version 2");
    assertThat(bench.redis.exists(CacheKeys.answer(key.userId(), key.name()))).isFalse();
    await().until(() -> !bench.redis.exists(CacheKeys.lease(key.userId(), key.name())));
    Served next = served(one.get(key, rows));
    assertThat(next.tier()).isEqualTo(Tier.STORE);
    assertThat(text(next)).isEqualTo("version 3");
    assertThat(rows.loads()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAsksAfterAChangeIsNotAnsweredByALoadFromBefore(Shape shape) throws Exception {
    open(shape);
    CountDownLatch gate = new CountDownLatch(1);
    rows.during(() -> pass(gate));
    CompletableFuture<Served> before = one.get(key, rows).toCompletableFuture();
    await().until(() -> rows.loads() == 1);
    // A tracer: when it is gone from here, the message of the change has come.
    AnswerKey tracer = new AnswerKey(key.userId(), "tracer");
    Rows traced = new Rows(key.userId(), "meter", CacheClass.HISTORICAL, "tracer");
    served(one.get(tracer, traced));
    bench.change(rows, "two");
    await().until(() -> served(one.get(tracer, traced)).tier() != Tier.L1);

    CompletableFuture<Served> after = one.get(key, rows).toCompletableFuture();
    gate.countDown();

    assertThat(text(served(after))).isEqualTo("two");
    assertThat(text(served(before))).isEqualTo("two");
  }

  @ParameterizedTest
  @EnumSource
  void afterManyChangesNoTierHasAnOldAnswer(Shape shape) throws Exception {
    open(shape);
    for (int round = 1; round <= 50; round++) {
      String newest = "round " + round;
      List<CompletableFuture<Served>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(one.get(key, rows).toCompletableFuture());
        asked.add(two.get(key, rows).toCompletableFuture());
        if (i == round % 8) {
          bench.change(rows, newest);
        }
      }
      for (CompletableFuture<Served> served : asked) {
        assertThat(served).succeedsWithin(SOON);
      }
      for (AnswerCache cache : List.of(one, two)) {
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(SOON)
            .until(() -> text(served(cache.get(key, rows))).equals(newest));
        assertThat(text(served(cache.get(key, rows)))).isEqualTo(newest);
      }
      byte[] shared = bench.redis.get(CacheKeys.answer(key.userId(), key.name()).getBytes(UTF_8));
      assertThat(shared)
          .satisfiesAnyOf(
              none -> assertThat(none).isNull(),
              kept ->
                  assertThat(AnswerCodec.decode(kept))
                      .isNotNull()
                      .satisfies(
                          cached ->
                              assertThat(new String(cached.answer().body(), UTF_8))
                                  .isEqualTo(newest)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherUsersChangesConcernNobody(Shape shape) throws Exception {
    open(shape);
    served(one.get(key, rows));
    long neighbour = users.incrementAndGet();
    AnswerKey otherKey = new AnswerKey(neighbour, key.name());
    Rows otherRows = new Rows(neighbour, "meter", CacheClass.HISTORICAL, "neighbour");
    served(one.get(otherKey, otherRows));

    bench.change(otherRows, "changed");
    await().until(() -> text(served(one.get(otherKey, otherRows))).equals("changed"));

    assertThat(served(one.get(key, rows)).tier()).isEqualTo(Tier.L1);
    assertThat(bench.meter(one, "wattflow_cache_evictions")).isEqualTo(1);
  }
}
