package io.wattflow.cli;

import io.wattflow.cache.RedisAddress;
import io.wattflow.cache.RedisOption;
import io.wattflow.reports.ReportCaches;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import redis.clients.jedis.exceptions.JedisException;

/** The caches of answers about what a command writes. */
final class CacheOptions {
  private static final String NAME = "--redisUrl";

  @Option(
      names = NAME,
      paramLabel = "<url|none>",
      description =
          "Redis of the caches that hear of changed rows: "
              + RedisAddress.FORMS
              + ". Default: that of this machine, if it is there")
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
    Optional<RedisAddress> address = address();
    if (address.isEmpty()) {
      return ReportCaches.none();
    }
    RedisAddress redis = address.get();
    if (url == null) {
      return ReportCaches.ifThere(redis, warning);
    }
    try {
      return ReportCaches.of(redis);
    } catch (JedisException e) {
      throw new CommandFailedException(
          "%s does not answer: start it (wattflow up), or correct %s".formatted(redis, NAME), e);
    }
  }

  private Optional<RedisAddress> address() {
    try {
      return RedisOption.read(url);
    } catch (IllegalArgumentException e) {
      // Not the value: it may hold a password.
      throw WrongOption.of(mixee, NAME, "...", RedisAddress.RULE);
    }
  }
}
