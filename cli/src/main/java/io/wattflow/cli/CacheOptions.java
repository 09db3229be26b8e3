package io.wattflow.cli;

import io.wattflow.cache.RedisAddress;
import io.wattflow.reports.ReportCaches;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import redis.clients.jedis.exceptions.JedisException;

/** The caches of answers about what a command writes. */
final class CacheOptions {
  private static final String NAME = "--redisUrl";
  private static final String NONE = "none";
  private static final RedisAddress USUAL = RedisAddress.parse("redis://127.0.0.1:6379");

  @Option(
      names = NAME,
      paramLabel = "<url|none>",
      description =
          "Redis of the caches that hear of changed rows: redis://host:port, or"
              + " redis-cluster://host:port,host:port. Default: that of this machine, if it is there")
  private @Nullable String url;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /**
   * Opens them.
   *
   * @param warning takes a line if there are none
   * @throws CommandFailedException if a Redis was asked for and does not answer
   */
  ReportCaches open(Consumer<String> warning) throws CommandFailedException {
    String wanted = url;
    if (wanted == null) {
      return ReportCaches.ifThere(USUAL, warning);
    }
    if (wanted.equals(NONE)) {
      return ReportCaches.none();
    }
    RedisAddress address = address(wanted);
    try {
      return ReportCaches.of(address);
    } catch (JedisException e) {
      throw new CommandFailedException(
          "%s does not answer: start it (wattflow up), or correct %s".formatted(address, NAME), e);
    }
  }

  private RedisAddress address(String wanted) {
    try {
      return RedisAddress.parse(wanted);
    } catch (IllegalArgumentException e) {
      // Not the value: it may hold a password.
      throw WrongOption.of(mixee, NAME, "...", RedisAddress.RULE);
    }
  }
}
