package io.wattflow.services.analytics.cache;

import static io.wattflow.services.analytics.cache.CacheBench.served;
import static io.wattflow.services.analytics.cache.CacheBench.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wattflow.cache.CacheKeys;
import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tiers and faults on a real Redis. */
class AnswerCacheTest extends OneRedisBase {
  AnswerCacheTest() {
    super("hourly_trends_last_24h?time_zone=Asia/Tokyo");
  }

  @Test
  void theNearestTierThatHasItAnswers() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    AnswerCache other = bench.open();

    Served first = served(cache.get(key, rows));
    assertThat(cache.get(key, rows).toCompletableFuture()).isCompleted();
    Served near = served(cache.get(key, rows));
    Served shared = served(other.get(key, rows));

    assertThat(List.of(first.tier(), near.tier(), shared.tier()))
        .containsExactly(Tier.STORE, Tier.L1, Tier.L2);
    assertThat(served(other.get(key, rows)).tier()).isEqualTo(Tier.L1);
    assertThat(List.of(first, near, shared))
        .allSatisfy(
            served -> {
              assertThat(text(served)).isEqualTo("one");
              assertThat(served.etag()).isEqualTo(first.etag());
              assertThat(served.freshFor()).isEqualTo(Duration.ofMinutes(5));
              assertThat(served.staleFor()).isEqualTo(Duration.ofMinutes(5));
            });
    assertThat(rows.loads()).isEqualTo(1);
    assertThat(rows.afterEviction()).containsExactly(false);
    assertThat(bench.count("miss")).isEqualTo(1);
    assertThat(bench.count("l1")).isEqualTo(3);
    assertThat(bench.count("l2")).isEqualTo(1);
  }

  @Test
  void whatRedisKeepsExpires() throws Exception {
    served(cache.get(key, rows(CacheClass.DAILY)));

    long user = key.userId();
    long life = Duration.ofHours(2).toMillis();
    assertThat(bench.redis.pttl(CacheKeys.answer(user, key.name()))).isBetween(1L, life);
    assertThat(bench.redis.pttl(CacheKeys.answers(user))).isBetween(life - 60_000, life);
    assertThat(bench.redis.pttl(CacheKeys.epoch(user))).isBetween(1L, CacheKeys.EPOCH_MILLIS);
    assertThat(bench.redis.exists(CacheKeys.lease(user, key.name()))).isFalse();
    assertThat(bench.redis.zscore(CacheKeys.WATCHED, Long.toString(user)))
        .as("beyond the longest life of any answer")
        .isGreaterThan((double) bench.clock.instant().plus(Duration.ofHours(25)).toEpochMilli());

    // An answer of a shorter life does not shorten the hash's.
    AnswerKey brief = new AnswerKey(user, "brief");
    served(cache.get(brief, rows(CacheClass.REALTIME)));
    assertThat(bench.redis.pttl(CacheKeys.answers(user))).isBetween(life - 60_000, life);
  }

  @Test
  void aStaleAnswerIsShownAtOnceWhileAFreshOneIsFetched() throws Exception {
    Rows rows = rows(CacheClass.REALTIME);
    served(cache.get(key, rows));
    AnswerCache other = bench.open();
    bench.clock.advance(Duration.ofSeconds(30));
    rows.become("two");
    CountDownLatch gate = new CountDownLatch(1);
    rows.during(() -> pass(gate));

    assertThat(cache.get(key, rows).toCompletableFuture())
        .isCompletedWithValueMatching(stale -> text(stale).equals("one"));
    assertThat(served(cache.get(key, rows)).freshFor()).isZero();
    Served shared = served(other.get(key, rows));
    assertThat(text(shared)).isEqualTo("one");
    assertThat(shared.tier()).isEqualTo(Tier.L2);
    assertThat(shared.freshFor()).isZero();
    gate.countDown();

    await().until(() -> text(served(cache.get(key, rows))).equals("two"));
    await().until(() -> text(served(other.get(key, rows))).equals("two"));
    assertThat(rows.loads()).isEqualTo(2);
    assertThat(bench.count("miss")).isEqualTo(1);
    assertThat(bench.count("stale")).isGreaterThanOrEqualTo(3);
  }

  private static void pass(CountDownLatch gate) {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStaleAnswerStandsInForAStoreThatIsAway() throws Exception {
    Rows rows = rows(CacheClass.REALTIME);
    served(cache.get(key, rows));
    rows.goAway();
    bench.clock.advance(Duration.ofSeconds(59));

    assertThat(text(served(cache.get(key, rows)))).isEqualTo("one");
    await().until(() -> rows.loads() == 2);
    assertThatThrownBy(() -> served(cache.refresh(key, rows)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreException.class);

    bench.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> served(cache.get(key, rows)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class,
            away -> assertThat(away.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
    await().until(() -> !bench.redis.exists(CacheKeys.lease(key.userId(), key.name())));

    rows.comeBack();
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.STORE);
  }

  @Test
  void whatCannotBeReadInRedisIsAMissAndIsReplaced() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    served(cache.get(key, rows));
    String name = CacheKeys.answer(key.userId(), key.name());
    bench.redis.set(name, "what is this");

    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.STORE);
    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.L2);

    long now = bench.clock.millis();
    byte[] former =
        AnswerCodecPropertyTest.versionOne("old".getBytes(UTF_8), now, now + 9_000, now + 9_000);
    bench.redis.set(name.getBytes(UTF_8), former);
    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.STORE);
    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.L2);

    bench.redis.hset(CacheKeys.answers(key.userId()), key.name(), "what is this");
    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.STORE);
    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.L2);
    assertThat(rows.loads()).isEqualTo(4);
  }

  @Test
  void anAnswerThatNobodyCouldEvictIsNone() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    served(cache.get(key, rows));
    bench.redis.del(CacheKeys.answers(key.userId()));

    assertThat(served(bench.open().get(key, rows)).tier()).isEqualTo(Tier.STORE);
  }

  @Test
  void namesOfExpiredAnswersAreSweptOut() throws Exception {
    String index = CacheKeys.answers(key.userId());
    for (int i = 0; i < 127; i++) {
      bench.redis.hset(index, "expired-" + i, "");
    }

    served(cache.get(key, rows(CacheClass.HOURLY)));

    assertThat(bench.redis.hkeys(index)).containsExactly(key.name());
  }

  @Test
  void warmingLoadsWhatIsNotFreshAndCountsNothing() throws Exception {
    Rows rows = rows(CacheClass.REALTIME);
    assertThat(served(cache.refresh(key, rows)).tier()).isEqualTo(Tier.STORE);
    assertThat(served(cache.refresh(key, rows)).tier()).isEqualTo(Tier.L1);
    assertThat(served(bench.open().refresh(key, rows)).tier()).isEqualTo(Tier.L2);
    bench.clock.advance(Duration.ofSeconds(30));
    rows.become("two");

    assertThat(text(served(cache.refresh(key, rows)))).isEqualTo("two");

    assertThat(rows.loads()).isEqualTo(2);
    for (String result : List.of("l1", "l2", "stale", "miss")) {
      assertThat(bench.count(result)).as(result).isZero();
    }
  }

  @Test
  void whatIsTooMuchIsRefusedAndStaleAnswersAreShown() throws Exception {
    AnswerCache narrow = bench.open(CacheSettings.defaults().withThreads(1, 1));
    Rows stale = rows(CacheClass.REALTIME);
    served(narrow.get(key, stale));
    bench.clock.advance(Duration.ofSeconds(30));
    CountDownLatch gate = new CountDownLatch(1);
    Rows slow = rows(CacheClass.HOURLY);
    slow.during(() -> pass(gate));

    List<CompletableFuture<Served>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(narrow.get(new AnswerKey(key.userId(), "slow" + i), slow).toCompletableFuture());
    }
    await().until(() -> all.stream().filter(CompletableFuture::isDone).count() >= 8);
    assertThat(narrow.get(key, stale).toCompletableFuture()).isCompleted();
    gate.countDown();

    for (CompletableFuture<Served> one : all) {
      assertThat(one.handle((answer, failure) -> failure))
          .succeedsWithin(20, TimeUnit.SECONDS)
          .satisfiesAnyOf(
              failure -> assertThat(failure).isNull(),
              failure -> assertThat(failure).isInstanceOf(AnswersBusyException.class));
    }
    assertThat(slow.loads()).isBetween(1, 2);
    String leases = CacheKeys.lease(key.userId(), "slow*");
    await().until(() -> bench.redis.keys(leases).isEmpty());
  }

  @Test
  void aFaultOfALoaderReachesWhoeverAskedAndKeepsNobodyWaiting() throws Exception {
    AnswerLoader faulty =
        afterEviction -> {
          throw new IllegalStateException("a fault");
        };

    assertThatThrownBy(() -> served(cache.get(key, faulty)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(bench.meter(cache, "wattflow_cache_load_failures")).isEqualTo(1);
    assertThat(bench.redis.exists(CacheKeys.lease(key.userId(), key.name()))).isFalse();
    assertThat(served(cache.get(key, rows(CacheClass.HOURLY))).tier()).isEqualTo(Tier.STORE);
  }

  @Test
  void anAnswerThatIsTooLargeIsServedAndNotStored() throws Exception {
    AnswerLoader large =
        afterEviction ->
            new Loaded(
                Answer.json(new byte[AnswerCodec.LONGEST_BODY + 1]), CacheClass.HOURLY, List.of());

    Served served = served(cache.get(key, large));

    assertThat(served.answer().body()).hasSize(AnswerCodec.LONGEST_BODY + 1);
    assertThat(bench.redis.exists(CacheKeys.answer(key.userId(), key.name()))).isFalse();
    await().until(() -> !bench.redis.exists(CacheKeys.lease(key.userId(), key.name())));
    assertThat(served(bench.open().get(key, rows(CacheClass.HOURLY))).tier()).isEqualTo(Tier.STORE);
  }

  @Test
  void theAnswersOfThisProcessAreBoundedByTheirBytes() throws Exception {
    Rows large = new Rows(key.userId(), "meter", CacheClass.HOURLY, "x".repeat(10_000));
    AnswerCache small = bench.open(CacheSettings.defaults().withNearBytes(100_000));
    for (int i = 0; i < 50; i++) {
      served(small.get(new AnswerKey(key.userId(), "large" + i), large));
    }

    await()
        .until(
            () -> bench.meter(small, "wattflow_cache_l1_bytes"),
            bytes -> bytes > 50_000 && bytes <= 100_000);
    assertThat(bench.meter(small, "wattflow_cache_l1_entries")).isBetween(5.0, 9.0);
  }

  @Test
  void questionsAfterTheEndFail() {
    AnswerCache ended = bench.open();
    ended.close();

    assertThat(ended.get(key, rows(CacheClass.HOURLY)).toCompletableFuture())
        .failsWithin(5, TimeUnit.SECONDS);
  }
}
