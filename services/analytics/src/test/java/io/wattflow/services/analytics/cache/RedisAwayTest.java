package io.wattflow.services.analytics.cache;

import static io.wattflow.services.analytics.cache.CacheBench.served;
import static io.wattflow.services.analytics.cache.CacheBench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wattflow.services.analytics.cache.Served.Tier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** A real Redis that goes away, hangs, loses connections and comes back. */
class RedisAwayTest extends OneRedisBase {
  private static final Duration SOON = Duration.ofSeconds(15);

  private Rows rows;

  RedisAwayTest() {
    super("device_status_summary?");
  }

  @BeforeEach
  void keepEachWrite() {
    // Otherwise a kill may cost what was written in the second before it.
    bench.redis.configSet("appendfsync", "always");
    rows = rows(CacheClass.HOURLY);
  }

  @Test
  void withoutRedisAnswersComeFromTheStoreAndAreGoodForFiveSeconds() throws Exception {
    served(cache.get(key, rows));
    node.kill();
    await().atMost(SOON).until(() -> !cache.connected());
    assertThat(cache.trouble()).contains("evictions are not heard");
    rows.become("two");

    assertThat(text(served(cache.get(key, rows)))).isEqualTo("one");
    bench.clock.advance(NearAnswers.UNHEARD);
    Served second = served(cache.get(key, rows));
    assertThat(text(second)).isEqualTo("two");
    assertThat(second.tier()).isEqualTo(Tier.STORE);

    rows.become("three");
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);
    bench.clock.advance(NearAnswers.UNHEARD);
    assertThat(text(served(cache.get(key, rows)))).isEqualTo("three");
    assertThat(rows.loads()).isEqualTo(3);
  }

  @Test
  void whenRedisIsBackNothingOfBeforeIsLeft() throws Exception {
    served(cache.get(key, rows));
    node.kill();
    await().atMost(SOON).until(() -> !cache.connected());
    rows.become("two");
    bench.clock.advance(NearAnswers.UNHEARD);
    assertThat(text(served(cache.get(key, rows)))).isEqualTo("two");

    node.restart();
    await().atMost(SOON).until(cache::connected);
    assertThat(cache.trouble()).isNull();

    Served kept = served(cache.get(key, rows));
    assertThat(kept.tier()).as("not this process").isEqualTo(Tier.L2);
    // The writer has waited for Redis too.
    bench.evictor.evict(List.of(rows.change()));
    await().atMost(SOON).until(() -> text(served(cache.get(key, rows))).equals("two"));
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);
  }

  @Test
  void aStoreThatFailsTooWhileRedisIsAwayIsStoodInForByWhatIsHere() throws Exception {
    served(cache.get(key, rows));
    node.kill();
    await().atMost(SOON).until(() -> !cache.connected());
    bench.clock.advance(NearAnswers.UNHEARD);
    rows.goAway();

    Served last = served(cache.get(key, rows));

    assertThat(text(last)).isEqualTo("one");
    assertThat(last.freshFor()).as("nobody knows").isZero();
    assertThat(last.staleFor()).isPositive();
  }

  @Test
  void aFaultOfALoaderIsStoodInForByWhatIsHere() throws Exception {
    served(cache.get(key, rows));
    node.kill();
    await().atMost(SOON).until(() -> !cache.connected());
    bench.clock.advance(NearAnswers.UNHEARD);

    Served last =
        served(
            cache.get(
                key,
                afterEviction -> {
                  throw new IllegalStateException("a fault");
                }));

    assertThat(text(last)).isEqualTo("one");
    assertThat(last.freshFor()).isZero();
    assertThat(served(cache.get(key, rows)).tier()).as("the next one").isEqualTo(Tier.STORE);
  }

  @Test
  void aSubscriptionThatIsCutIsMadeAgainAndWhatIsHereIsForgotten() throws Exception {
    served(cache.get(key, rows));
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);

    try (Jedis redis = new Jedis(node.uri())) {
      redis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
    }

    await().atMost(SOON).until(() -> served(cache.get(key, rows)).tier() == Tier.L2);
    await().atMost(SOON).until(cache::connected);
    bench.change(rows, "two");
    await().atMost(SOON).until(() -> text(served(cache.get(key, rows))).equals("two"));
  }

  @Test
  void aRedisThatSaysNothingIsAway() throws Exception {
    served(cache.get(key, rows));
    signal("STOP");
    try {
      await().atMost(SOON).until(() -> !cache.connected());
      bench.clock.advance(NearAnswers.UNHEARD);
      rows.become("two");

      assertThat(text(served(cache.get(key, rows)))).isEqualTo("two");
    } finally {
      signal("CONT");
    }
    await().atMost(SOON).until(cache::connected);
    assertThat(served(cache.get(key, rows)).tier()).isNotEqualTo(Tier.L1);
  }

  @Test
  void signsOfLifeDoNotDisturb() throws Exception {
    served(cache.get(key, rows));
    try (Jedis redis = new Jedis(node.uri())) {
      long before = subscriptions(redis);

      await().atMost(SOON).until(() -> subscriptions(redis) >= before + 3);
    }

    assertThat(served(cache.get(key, rows)).tier()).as("nothing was missed").isEqualTo(Tier.L1);
    assertThat(cache.trouble()).isNull();
  }

  private static long subscriptions(Jedis redis) {
    return redis
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_subscribe:"))
        .map(line -> line.replaceAll("[^:]*:calls=(\\d+),.*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
    assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  @Test
  void theServiceStartsWithoutRedisAndFindsItLater() throws Exception {
    node.kill();
    AnswerCache early =
        bench.start(CacheSettings.defaults(), Clock.systemUTC(), Ticker.systemTicker());
    assertThat(served(early.get(key, rows)).tier()).isEqualTo(Tier.STORE);
    assertThat(early.connected()).isFalse();
    assertThat(early.trouble()).isNotNull().doesNotContain("null");

    node.restart();

    await().atMost(SOON).until(early::connected);
    await().atMost(SOON).until(() -> served(bench.open().get(key, rows)).tier() != Tier.L1);
  }

  @Test
  void whatRedisRefusesIsToldWithItsReason() throws Exception {
    bench.redis.configSet("maxmemory", "1");
    try {
      for (int i = 0; cache.connected() && i < 200; i++) {
        AnswerKey question = new AnswerKey(key.userId(), "question" + i);
        assertThat(served(cache.get(question, rows)).tier()).isEqualTo(Tier.STORE);
      }

      assertThat(cache.trouble())
          .startsWith("answers come from the store: Redis at 127.0.0.1:" + node.port())
          .contains("OOM");
    } finally {
      bench.redis.configSet("maxmemory", "512mb");
    }
  }

  @Test
  void manyCallsOpenTheBreakerAndTheSubscriptionBringsItBack() throws Exception {
    node.kill();
    await().atMost(SOON).until(() -> !cache.connected());
    for (int i = 0; i < 20; i++) {
      served(cache.get(new AnswerKey(key.userId(), "question" + i), rows));
    }

    node.restart();

    await().atMost(SOON).until(cache::connected);
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.STORE);
    await().atMost(SOON).until(() -> served(bench.open().get(key, rows)).tier() == Tier.L2);
  }
}
