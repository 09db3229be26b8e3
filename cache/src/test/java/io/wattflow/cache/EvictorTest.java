package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wattflow.platform.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What a writer does to the cached answers, on one real Redis and on a cluster. */
class EvictorTest extends EveryRedisBase {
  private static final long NOON = 1_795_435_200_000L;
  private static final long HOUR = 3_600_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** No two tests share a user. */
  private final AtomicLong users = new AtomicLong(100);

  @ParameterizedTest
  @EnumSource
  void exactlyWhatAChangeTouchesGoes(Shape shape) {
    long user = users.incrementAndGet();
    long neighbour = users.incrementAndGet();
    try (UnifiedJedis redis = address(shape).connect(2, TIMEOUT);
        Evictor evictor = new Evictor(address(shape))) {
      watch(redis, user, System.currentTimeMillis() + HOUR);
      watch(redis, neighbour, System.currentTimeMillis() + HOUR);
      answer(redis, user, "all", hours(user, "", NOON, NOON + 2 * HOUR));
      answer(redis, user, "device", hours(user, "ä/1%\t", NOON, NOON + HOUR));
      answer(redis, user, "two", hours(user, "b", 0, 1), hours(user, "ä/1%\t", NOON, NOON + 1));
      answer(redis, user, "before", hours(user, "", NOON - HOUR, NOON));
      answer(redis, user, "behind", hours(user, "", NOON + 1, NOON + HOUR));
      answer(redis, user, "other device", hours(user, "b", NOON, NOON + HOUR));
      answer(redis, user, "other table", new Change("rollup_1m", user, "", NOON, NOON + HOUR));
      answer(redis, neighbour, "all", hours(neighbour, "", NOON, NOON + HOUR));
      redis.set(CacheKeys.answer(user, "unreadable"), "answer");
      redis.hset(CacheKeys.answers(user), "unreadable", "what is this");

      evictor.evict(List.of(hours(user, "ä/1%\t", NOON, NOON + 1)));

      assertThat(redis.hkeys(CacheKeys.answers(user)))
          .containsExactlyInAnyOrder("before", "behind", "other device", "other table");
      for (String gone : List.of("all", "device", "two", "unreadable")) {
        assertThat(redis.exists(CacheKeys.answer(user, gone))).as(gone).isFalse();
      }
      for (String stays : redis.hkeys(CacheKeys.answers(user))) {
        assertThat(redis.exists(CacheKeys.answer(user, stays))).as(stays).isTrue();
      }
      assertThat(redis.exists(CacheKeys.answer(neighbour, "all"))).isTrue();
      assertThat(redis.exists(CacheKeys.epoch(neighbour))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEpochGrowsEvenIfNothingIsCachedYet(Shape shape) {
    long user = users.incrementAndGet();
    try (UnifiedJedis redis = address(shape).connect(2, TIMEOUT);
        Evictor evictor = new Evictor(address(shape))) {
      watch(redis, user, System.currentTimeMillis() + HOUR);
      evictor.evict(List.of(hours(user, "a", NOON, NOON + 1)));
      evictor.evict(List.of(hours(user, "a", NOON, NOON + 1)));
      assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo("2");
      assertThat(redis.pttl(CacheKeys.epoch(user))).isBetween(1L, CacheKeys.EPOCH_MILLIS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyInstanceHearsOfItWhenItIsGone(Shape shape) {
    long user = users.incrementAndGet();
    List<String> heard = new CopyOnWriteArrayList<>();
    try (UnifiedJedis redis = address(shape).connect(4, TIMEOUT);
        UnifiedJedis other = address(shape).connect(4, TIMEOUT);
        Evictor evictor = new Evictor(address(shape))) {
      watch(redis, user, System.currentTimeMillis() + HOUR);
      answer(redis, user, "all", hours(user, "", NOON, NOON + HOUR));
      JedisPubSub ears =
          new JedisPubSub() {
            @Override
            public void onMessage(String channel, String message) {
              if (ChangeLines.read(message).get(0).userId() == user) {
                heard.add(other.exists(CacheKeys.answer(user, "all")) + " " + message);
              }
            }
          };
      Thread listening = new Thread(() -> other.subscribe(ears, CacheKeys.EVICTIONS));
      listening.start();
      await().until(ears::isSubscribed);
      List<Change> changes =
          List.of(hours(user, "a", NOON, NOON + 1), hours(user, "b", NOON, NOON + 1));
      evictor.evict(changes);
      await().until(() -> heard.size() == 1);
      ears.unsubscribe();
      assertThat(heard.get(0)).startsWith("false ");
      assertThat(ChangeLines.read(heard.get(0).substring("false ".length())))
          .containsExactlyInAnyOrderElementsOf(changes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyUsersInAnyOrder(Shape shape) {
    long first = users.getAndAdd(3_000) + 1;
    List<Change> changes =
        new ArrayList<>(
            LongStream.range(first, first + 3_000)
                .boxed()
                .flatMap(
                    user ->
                        List.of(
                            hours(user, "a", NOON, NOON + 1),
                            hours(user, "b", NOON + HOUR, NOON + HOUR + 1))
                            .stream())
                .toList());
    Collections.shuffle(changes, new Random(42));
    try (UnifiedJedis redis = address(shape).connect(2, TIMEOUT);
        Evictor evictor = new Evictor(address(shape))) {
      for (long user = first; user < first + 3_000; user += 2) {
        watch(redis, user, System.currentTimeMillis() + HOUR);
        answer(redis, user, "a", hours(user, "a", NOON, NOON + 1));
        answer(redis, user, "c", hours(user, "c", NOON, NOON + 1));
      }
      evictor.evict(changes);
      for (long user = first; user < first + 3_000; user++) {
        boolean watched = (user - first) % 2 == 0;
        assertThat(redis.hkeys(CacheKeys.answers(user)))
            .isEqualTo(watched ? Set.of("c") : Set.of());
        assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo(watched ? "1" : null);
      }
    }
  }

  @Test
  void usersWhomNobodyWatchesCostOneCommand() {
    long user = users.incrementAndGet();
    long past = users.incrementAndGet();
    try (Jedis redis = new Jedis(node.uri());
        Evictor evictor = new Evictor(address(Shape.SERVER))) {
      redis.zadd(CacheKeys.WATCHED, System.currentTimeMillis() - HOUR, Long.toString(past));
      redis.configSet("slowlog-log-slower-than", "0");
      redis.slowlogReset();
      evictor.evict(List.of(hours(user, "a", NOON, NOON + 1), hours(past, "a", NOON, NOON + 1)));
      List<String> commands =
          redis.slowlogGet().stream().map(entry -> entry.getArgs().get(0)).toList();
      redis.configSet("slowlog-log-slower-than", "10000");
      assertThat(commands).filteredOn(command -> command.equals("ZMSCORE")).hasSize(1);
      assertThat(commands).doesNotContain("EVAL", "EVALSHA", "PUBLISH");
      assertThat(redis.exists(CacheKeys.epoch(past))).isFalse();
    }
  }

  @Test
  void manyChangesOfAUserAreWidened() {
    long user = users.incrementAndGet();
    try (UnifiedJedis redis = address(Shape.SERVER).connect(2, TIMEOUT);
        Evictor evictor = new Evictor(address(Shape.SERVER))) {
      watch(redis, user, System.currentTimeMillis() + HOUR);
      answer(redis, user, "between", hours(user, "z", NOON + 1, NOON + 2));
      answer(redis, user, "behind", hours(user, "", NOON + 1_000, NOON + HOUR));
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < Changes.MOST_OF_A_USER; i++) {
        changes.add(hours(user, "a" + i, NOON, NOON + 10));
      }
      evictor.evict(changes);
      assertThat(redis.hkeys(CacheKeys.answers(user))).contains("between");
      changes.add(hours(user, "one more", NOON, NOON + 10));
      evictor.evict(changes);
      assertThat(redis.hkeys(CacheKeys.answers(user))).containsExactly("behind");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatWasCutIsNoFailure(Shape shape) {
    long user = users.incrementAndGet();
    try (UnifiedJedis redis = address(shape).connect(2, TIMEOUT);
        Evictor evictor = new Evictor(address(shape))) {
      watch(redis, user, System.currentTimeMillis() + HOUR);
      evictor.evict(List.of(hours(user, "a", NOON, NOON + 1)));
      List<RedisNode> nodes = shape == Shape.SERVER ? List.of(node) : cluster.nodes();
      nodes.forEach(RedisNode::kill);
      assertThatThrownBy(() -> evictor.evict(List.of(hours(user, "a", NOON, NOON + 1))))
          .isInstanceOf(JedisException.class);
      nodes.forEach(RedisNode::restart);
      if (shape == Shape.CLUSTER) {
        cluster.awaitWhole();
      }
      evictor.evict(List.of(hours(user, "a", NOON, NOON + 1)));
      assertThat(redis.get(CacheKeys.epoch(user))).isEqualTo("2");
    }
  }

  private static void watch(UnifiedJedis redis, long user, long untilMillis) {
    redis.zadd(CacheKeys.WATCHED, untilMillis, Long.toUnsignedString(user));
  }

  private static void answer(UnifiedJedis redis, long user, String name, Change... dependencies) {
    redis.set(CacheKeys.answer(user, name), "answer");
    redis.hset(CacheKeys.answers(user), name, ChangeLines.write(List.of(dependencies)));
  }

  private static Change hours(long user, String device, long from, long to) {
    return new Change("rollup_1h", user, device, from, to);
  }
}
