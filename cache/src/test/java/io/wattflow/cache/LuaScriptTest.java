package io.wattflow.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.platform.RedisNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A script on one real Redis and on a cluster. */
class LuaScriptTest extends EveryRedisBase {
  private static final LuaScript COUNT = LuaScript.read(LuaScriptTest.class, "count.lua");
  private static final int CALLS = 2_500;
  private static final int KEYS = 500;

  private UnifiedJedis connect(Shape shape) {
    return address(shape).connect(2, Duration.ofSeconds(2));
  }

  private List<RedisNode> nodes(Shape shape) {
    return shape == Shape.SERVER ? List.of(node) : cluster.nodes();
  }

  /** No server knows any script, and none has run one. */
  private void forget(Shape shape) {
    for (RedisNode one : nodes(shape)) {
      try (Jedis redis = new Jedis(one.uri())) {
        redis.scriptFlush();
        redis.configResetStat();
      }
    }
  }

  /** How often a command was called on all servers. */
  private long calls(Shape shape, String command) {
    long calls = 0;
    for (RedisNode one : nodes(shape)) {
      try (Jedis redis = new Jedis(one.uri())) {
        calls +=
            redis
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceAll("[^:]*:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
      }
    }
    return calls;
  }

  @ParameterizedTest
  @EnumSource
  void itsTextIsSentToAServerThatDoesNotKnowIt(Shape shape) {
    List<byte[]> keys = List.of("one".getBytes(UTF_8));
    List<byte[]> arguments = List.of("3".getBytes(UTF_8));
    forget(shape);
    try (UnifiedJedis redis = connect(shape)) {
      assertThat(COUNT.run(redis, keys, arguments)).isEqualTo(3L);
      assertThat(COUNT.run(redis, keys, arguments)).isEqualTo(6L);
    }
    assertThat(calls(shape, "evalsha")).isEqualTo(2);
    assertThat(calls(shape, "eval")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void manyCallsAreEachMadeOnce(Shape shape) {
    List<LuaScript.Call> calls =
        IntStream.range(0, CALLS)
            .mapToObj(i -> new LuaScript.Call(List.of("many-" + i % KEYS), List.of("1")))
            .toList();
    forget(shape);
    try (UnifiedJedis redis = connect(shape)) {
      COUNT.runAll(redis, calls);
      long sent = calls(shape, "eval");
      assertThat(sent).as("some of the first thousand, or all").isBetween(1L, 1_000L);
      COUNT.runAll(redis, calls);

      assertThat(calls(shape, "eval")).as("it is known by now").isEqualTo(sent);
      for (int key = 0; key < KEYS; key++) {
        assertThat(redis.get("many-" + key)).isEqualTo(Integer.toString(2 * CALLS / KEYS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatFailsIsAFailureOfAll(Shape shape) {
    try (UnifiedJedis redis = connect(shape)) {
      redis.set("text", "no number");
      List<LuaScript.Call> calls =
          List.of(
              new LuaScript.Call(List.of("fine"), List.of("1")),
              new LuaScript.Call(List.of("text"), List.of("1")));
      assertThatThrownBy(() -> COUNT.runAll(redis, calls)).isInstanceOf(JedisDataException.class);
    }
  }

  @Test
  void oneThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> LuaScript.read(LuaScriptTest.class, "nowhere.lua"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("nowhere.lua");
  }
}
