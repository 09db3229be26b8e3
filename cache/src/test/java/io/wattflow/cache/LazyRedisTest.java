package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

class LazyRedisTest {
  @Test
  void aClusterNeedsNobodyUntilItIsUsed() {
    try (LazyRedis redis =
        new LazyRedis(
            RedisAddress.parse("redis-cluster://127.0.0.1:1"), 1, Duration.ofSeconds(1))) {
      assertThatThrownBy(redis::get).isInstanceOf(JedisException.class);
    }
  }

  @Test
  void theClientIsTheSameEachTime() {
    try (LazyRedis redis =
        new LazyRedis(RedisAddress.parse("redis://127.0.0.1:1"), 1, Duration.ofSeconds(1))) {
      assertThat(redis.get()).isSameAs(redis.get());
    }
  }

  @Test
  void nobodyWaitsForAnotherWhoConnectsToARedisThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      LazyRedis redis =
          new LazyRedis(
              RedisAddress.parse("redis-cluster://127.0.0.1:" + silent.getLocalPort()),
              1,
              Duration.ofSeconds(5));
      CompletableFuture<UnifiedJedis> first = CompletableFuture.supplyAsync(redis::get);
      try (Socket ofFirst = accepted(silent)) {
        CompletableFuture<UnifiedJedis> second = CompletableFuture.supplyAsync(redis::get);
        try (Socket ofSecond = accepted(silent)) {
          redis.close();

          assertThat(first).as("connects still").isNotDone();
          assertThat(second).as("connects too").isNotDone();
          assertThat(ofSecond.getPort()).isNotEqualTo(ofFirst.getPort());
        }
      }
      assertFailed(first);
    }
  }

  private static Socket accepted(ServerSocket server) throws IOException {
    server.setSoTimeout(4_000);
    return server.accept();
  }

  private static void assertFailed(CompletableFuture<UnifiedJedis> asked) {
    assertThatThrownBy(() -> asked.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(JedisException.class);
  }

  @Test
  void afterTheEndThereIsNoClient() {
    LazyRedis redis =
        new LazyRedis(RedisAddress.parse("redis://127.0.0.1:1"), 1, Duration.ofSeconds(1));
    redis.close();

    assertThatThrownBy(redis::get).isInstanceOf(JedisException.class);
  }
}
