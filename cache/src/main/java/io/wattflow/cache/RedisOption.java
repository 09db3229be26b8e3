package io.wattflow.cache;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an option says that names a Redis and may be left out. */
public final class RedisOption {
  /** Stands for no Redis at all. */
  public static final String NONE = "none";

  /** The address without the option: that of this machine. */
  public static final String USUAL = "redis://127.0.0.1:6379";

  private RedisOption() {}

  /**
   * Reads the option.
   *
   * @param value null: it was left out, and means {@link #USUAL}
   * @return empty for {@link #NONE}
   * @throws IllegalArgumentException as {@link RedisAddress#parse}
   */
  public static Optional<RedisAddress> read(@Nullable String value) {
    if (NONE.equals(value)) {
      return Optional.empty();
    }
    return Optional.of(RedisAddress.parse(value == null ? USUAL : value));
  }
}
