package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.services.analytics.store.ClusterLayout.Server;
import io.wattflow.services.analytics.store.ClusterLayout.Shard;
import io.wattflow.services.analytics.store.ServerStatus.Breaker;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two shards of a master and two replicas: six engines, any of which dies or hangs. Each has the
 * rows of its shard; in production, replication sees to that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardedStoreIT {
  private static final int SHARDS = 2;
  private static final int SERVERS = 3;
  private static final int USERS = 1_000;
  private static final double[] WEIGHTS = {0.4, 0.3, 0.3};
  private static final StoreSettings SETTINGS = StoreSettings.defaults();

  private final List<TestEngine> engines = new ArrayList<>();
  private ClusterStore store;

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    List<Shard> shards = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      List<Server> servers = new ArrayList<>();
      for (int server = 0; server < SERVERS; server++) {
        TestEngine engine =
            TestEngine.start(folder.resolve("shard-" + shard + "-" + server), "400m");
        engines.add(engine);
        load(engine, shard);
        servers.add(new Server(ClickHouseUrl.parse(engine.url()), server == 0, WEIGHTS[server]));
      }
      shards.add(new Shard(servers));
    }
    store = ClusterStore.open(new ClusterLayout(shards, "w", "default", ""), SETTINGS);
  }

  private static void load(TestEngine engine, int shard) throws SQLException {
    engine.execute("system", "CREATE DATABASE w");
    engine.execute(
        "w", "CREATE TABLE energy (user_id UInt64, wh UInt64) ENGINE = MergeTree ORDER BY user_id");
    engine.execute(
        "w",
        "INSERT INTO energy SELECT number, number * 10 FROM numbers(%d) WHERE number %% %d = %d"
            .formatted(USERS, SHARDS, shard));
  }

  @AfterAll
  void stop() {
    store.close();
    engines.forEach(TestEngine::close);
  }

  @AfterEach
  void everybodyIsBack() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              // Trials of a half-open breaker need somebody who asks.
              for (int user = 0; user < 20; user++) {
                store.ask(user, Freshness.REPLICA, energyOf(user));
              }
              assertThat(store.servers())
                  .allSatisfy(server -> assertThat(server.breaker()).isEqualTo(Breaker.CLOSED));
            });
  }

  private static Question<Long> energyOf(long user) {
    return connection ->
        TestEngine.number(connection, "SELECT sum(wh) FROM energy WHERE user_id = " + user);
  }

  private TestEngine engine(int shard, int server) {
    return engines.get(shard * SERVERS + server);
  }

  private long answered(int shard, int server) {
    return store.servers().get(shard * SERVERS + server).answered();
  }

  private void awaitReads(int shard, int server) {
    long before = answered(shard, server);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> answered(shard, server) > before + 5);
  }

  @Test
  void everyUserIsAskedInItsShardAndReadsFollowTheWeights() throws StoreException {
    long[] before = new long[SERVERS];
    for (int server = 0; server < SERVERS; server++) {
      before[server] = answered(1, server);
    }
    for (int user = 1; user < USERS; user += SHARDS) {
      assertThat(store.ask(user, Freshness.REPLICA, energyOf(user))).isEqualTo(user * 10L);
    }
    for (int server = 0; server < SERVERS; server++) {
      double share = (answered(1, server) - before[server]) / (USERS / 2.0);
      // Five standard deviations of 500 draws.
      assertThat(share).isBetween(WEIGHTS[server] - 0.11, WEIGHTS[server] + 0.11);
    }
    long master = answered(1, 0);
    for (int i = 0; i < 20; i++) {
      store.ask(1, Freshness.MASTER, energyOf(1));
    }
    assertThat(answered(1, 0)).isEqualTo(master + 20);
  }

  /** A kind of question that is answered when it may be, and notes that it has begun. */
  private record Held(int kind, Semaphore begun, Semaphore mayEnd) implements SharedQuestion<Long> {
    @Override
    public Map<Long, Long> ask(Connection connection, List<Long> users) {
      begun.release();
      mayEnd.acquireUninterruptibly();
      return Map.of(users.get(0), users.get(0));
    }
  }

  @Test
  void whatNobodyWaitsForIsAskedOneStatementAtATimeAndKeepsNobodyWaiting() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Optional<Long>>> unhurried = new ArrayList<>();
      for (int kind = 0; kind < 3; kind++) {
        Held question = new Held(kind, begun, mayEnd);
        unhurried.add(threads.submit(() -> store.unhurried().ask(1, Freshness.REPLICA, question)));
      }
      assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      // Longer than the others have patience.
      assertThat(begun.tryAcquire(1, TimeUnit.SECONDS)).as("a second one").isFalse();
      Semaphore free = new Semaphore(1);
      assertThat(store.ask(1, Freshness.REPLICA, new Held(9, new Semaphore(0), free))).contains(1L);
      mayEnd.release(3);
      for (Future<Optional<Long>> answer : unhurried) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).contains(1L);
      }
    } finally {
      mayEnd.release(3);
      threads.shutdown();
    }
  }

  @Test
  void anyServerMayDieUnderLoadAndNoQuestionFails() throws InterruptedException {
    try (AskingLoad load = AskingLoad.start(store, USERS, ShardedStoreIT::energyOf)) {
      load.awaitAnswers(200);
      for (int server = 0; server < SERVERS; server++) {
        for (int shard = 0; shard < SHARDS; shard++) {
          long failedBefore = failed(shard, server);
          engine(shard, server).kill();
          load.awaitAnswers(500);
          assertThat(failed(shard, server)).isGreaterThan(failedBefore);
          engine(shard, server).restart();
          awaitReads(shard, server);
        }
      }
      load.awaitAnswers(200);
      assertThat(load.failures()).isEmpty();
      System.out.printf(
          "six kills under load: %d questions, %d failures, the slowest %d ms%n",
          load.answers(), load.failures().size(), load.slowest().toMillis());
      // A dead server refuses at once: nobody waits for a timeout.
      assertThat(load.slowest()).isLessThan(SETTINGS.answer());
    }
  }

  private long failed(int shard, int server) {
    return store.servers().get(shard * SERVERS + server).failed();
  }

  @Test
  void aServerThatHangsCostsItsTimeoutAndOnlyAtFirst() throws IOException, InterruptedException {
    try (AskingLoad load = AskingLoad.start(store, USERS, ShardedStoreIT::energyOf)) {
      load.awaitAnswers(200);
      engine(0, 1).hang();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> store.servers().get(1).breaker() == Breaker.OPEN);
        assertThat(load.slowest())
            .isBetween(SETTINGS.answer().minusMillis(100), SETTINGS.answer().plusMillis(1_500));
        load.forgetSlowest();
        // Those that were under way when it opened still wait for it.
        load.awaitAnswers(500);
        assertThat(load.failures()).isEmpty();
      } finally {
        engine(0, 1).goOn();
      }
      awaitReads(0, 1);
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void withoutAnyServerItSaysSoQuicklyAndWhenToComeBack() {
    for (int server = 0; server < SERVERS; server++) {
      engine(1, server).kill();
    }
    try {
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        assertThatThrownBy(() -> store.ask(1, Freshness.REPLICA, energyOf(1)))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.retryAfter()).isBetween(Duration.ofSeconds(1), SETTINGS.rest()))
            .hasMessageContaining("no server of shard 1")
            .hasMessageContaining(engine(1, 2).url());
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as("not even one answer was waited for")
            .isLessThan(SETTINGS.answer());
      }
      assertThat(store.servers().subList(SERVERS, 2 * SERVERS))
          .allSatisfy(server -> assertThat(server.breaker()).isEqualTo(Breaker.OPEN));
      assertThatThrownBy(() -> store.ask(1, Freshness.REPLICA, energyOf(1)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.retryAfter()).isGreaterThan(Duration.ofSeconds(10)))
          .hasMessageContaining("left alone");
      assertThat(askOtherShard()).isEqualTo(20);
    } finally {
      for (int server = 0; server < SERVERS; server++) {
        engine(1, server).restart();
      }
    }
    Awaitility.await()
        .atMost(SETTINGS.rest().minusSeconds(10))
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> store.ask(1, Freshness.REPLICA, energyOf(1)) == 10);
  }

  private long askOtherShard() {
    try {
      return store.ask(2, Freshness.REPLICA, energyOf(2));
    } catch (StoreException e) {
      throw new AssertionError("the other shard is there", e);
    }
  }

  @Test
  void aWrongQuestionIsOursAndIsAskedOnce() throws StoreException {
    long asked = store.servers().stream().mapToLong(ServerStatus::answered).sum();
    long failedBefore = failures();
    List<Connection> connections = new ArrayList<>();
    assertThatThrownBy(
            () ->
                store.ask(
                    1,
                    Freshness.REPLICA,
                    connection -> {
                      connections.add(connection);
                      return TestEngine.number(connection, "SELECT nonsense FROM energy");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nonsense");
    assertThat(connections).hasSize(1);
    assertThat(failures()).isEqualTo(failedBefore);
    assertThat(store.servers().stream().mapToLong(ServerStatus::answered).sum())
        .isEqualTo(asked + 1);
    assertThat(store.ask(1, Freshness.REPLICA, energyOf(1))).isEqualTo(10);
  }

  private long failures() {
    return store.servers().stream().mapToLong(ServerStatus::failed).sum();
  }
}
