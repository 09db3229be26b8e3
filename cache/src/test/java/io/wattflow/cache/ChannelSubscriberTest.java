package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Who listens to channels of a real Redis, and fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelSubscriberTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String CHANNEL = "wattflow:test";

  private RedisNode node;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** Writes down what it is told, and fails at what it is told to. */
  private static final class Ear implements ChannelSubscriber.Listener {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private void tell(String what) {
      told.add(what);
      // Each only once, so that what comes then is seen.
      if (failures.remove(what)) {
        throw new IllegalStateException("told to fail at " + what);
      }
    }

    @Override
    public void heard() {
      tell("heard");
    }

    @Override
    public void unheard(long since) {
      tell("unheard");
    }

    @Override
    public void message(String channel, String message) {
      tell(message);
    }
  }

  private ChannelSubscriber subscriber(Ear ear) {
    ChannelSubscriber subscriber =
        new ChannelSubscriber(
            RedisAddress.parse(node.uri().toString()),
            Duration.ofSeconds(2),
            "tests",
            List.of(CHANNEL),
            ear,
            Clock.systemUTC());
    subscriber.start();
    return subscriber;
  }

  private void publish(String message) {
    try (Jedis redis = new Jedis(node.uri())) {
      assertThat(redis.publish(CHANNEL, message)).isEqualTo(1);
    }
  }

  @Test
  void aListenerThatFailsAtAMessageHearsThatMessagesWereMissedAndThenTheNextOnes() {
    Ear ear = new Ear();
    ear.failures.add("one");
    try (ChannelSubscriber subscriber = subscriber(ear)) {
      await().atMost(SOON).until(() -> subscriber.trouble() == null);
      publish("one");
      await().atMost(SOON).until(() -> ear.told.size() >= 4 && subscriber.trouble() == null);
      publish("two");
      await().atMost(SOON).until(() -> ear.told.contains("two"));

      assertThat(ear.told).containsExactly("heard", "one", "unheard", "heard", "two");
      awaitSigns();
    }
  }

  @Test
  void aListenerThatFailsAtTheBeginningOrTheEndIsToldAgain() {
    Ear ear = new Ear();
    ear.failures.addAll(List.of("heard", "unheard", "one"));
    try (ChannelSubscriber subscriber = subscriber(ear)) {
      await().atMost(SOON).until(() -> subscriber.trouble() == null);
      publish("one");
      await().atMost(SOON).until(() -> ear.told.size() >= 6 && subscriber.trouble() == null);
      publish("two");
      await().atMost(SOON).until(() -> ear.told.contains("two"));

      assertThat(ear.told)
          .containsExactly("heard", "unheard", "heard", "one", "unheard", "heard", "two");
    }
  }

  private void awaitSigns() {
    try (Jedis redis = new Jedis(node.uri())) {
      long before = subscriptions(redis);
      await().atMost(SOON).until(() -> subscriptions(redis) >= before + 2);
    }
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
}
