package io.wattflow.pipelines.options;

import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.cache.RedisAddress;
import io.wattflow.cache.RedisOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reader of {@link CacheOptions}. */
public final class CacheOptionValues {
  private static final String NAME = "redisUrl";

  private CacheOptionValues() {}

  /**
   * Of a job that cannot do without Redis.
   *
   * @param maxOutage see {@code --maxOutage}
   * @throws OptionException naming the first option that cannot work
   */
  public static CacheTarget required(CacheOptions options, Duration maxOutage) {
    return read(options, maxOutage)
        .orElseThrow(
            () ->
                new OptionException(
                    NAME,
                    RedisOption.NONE,
                    "the stream keeps the latest status of devices in a Redis: name it"));
  }

  /**
   * Of a job that may do without Redis; empty if it is told to.
   *
   * @param maxOutage see {@code --maxOutage}
   * @throws OptionException naming the first option that cannot work
   */
  public static Optional<CacheTarget> read(CacheOptions options, Duration maxOutage) {
    Duration after = OptionValues.duration("evictAfter", options.getEvictAfter(), Duration.ZERO);
    return address(options.getRedisUrl()).map(redis -> new CacheTarget(redis, after, maxOutage));
  }

  private static Optional<RedisAddress> address(@Nullable String url) {
    try {
      return RedisOption.read(url);
    } catch (IllegalArgumentException e) {
      // What stands before an @ may be a password.
      String shown = String.valueOf(url).replaceAll("//[^@]*@", "//...@");
      throw new OptionException(NAME, shown, "is no address of Redis; " + RedisAddress.RULE);
    }
  }

  /** Whether Redis was asked for, so that a job must not go on without it. */
  public static boolean isGiven(CacheOptions options) {
    return options.getRedisUrl() != null;
  }
}
