package io.wattflow.services.analytics.cache;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.wattflow.cache.LazyRedis;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis behind a breaker: while it does not answer, each call says at once that it is away, and
 * nobody waits. Thread-safe.
 */
public final class GuardedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedRedis.class);

  private static final float FAILURE_PERCENT = 50;
  private static final int WINDOW_SECONDS = 10;
  private static final int LEAST_CALLS = 5;
  private static final int PROBES = 3;
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final Duration OPEN_FOR = Duration.ofSeconds(30);

  private final RedisAddress address;
  private final LazyRedis redis;
  private final CircuitBreaker breaker;
  private volatile String lastFailure = "";

  /** Connects when first called, by the threads and the timeout of the settings. */
  public GuardedRedis(RedisAddress address, CacheSettings settings) {
    this.address = address;
    // Those who look do not wait for those who load, see Flights.
    this.redis = new LazyRedis(address, 2 * settings.threads(), settings.redisTimeout());
    this.breaker =
        CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                .failureRateThreshold(FAILURE_PERCENT)
                .slowCallDurationThreshold(SLOW)
                .slowCallRateThreshold(FAILURE_PERCENT)
                .slidingWindow(WINDOW_SECONDS, LEAST_CALLS, SlidingWindowType.TIME_BASED)
                .waitDurationInOpenState(OPEN_FOR)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .maxWaitDurationInHalfOpenState(OPEN_FOR)
                .writableStackTraceEnabled(false)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event ->
                LOG.warn(
                    "{}: the breaker of the answers is {}; last failure: {}",
                    address,
                    event.getStateTransition().getToState(),
                    lastFailure));
  }

  /** Whether calls reach Redis, as far as the last ones tell. */
  boolean isReachable() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> false;
      default -> true;
    };
  }

  /** Why calls do not reach Redis, without passwords; null: they do, see {@link #isReachable}. */
  @Nullable String trouble() {
    return isReachable() ? null : address + " does not answer: " + lastFailure;
  }

  /** Redis was heard of, so it is asked again before the breaker's time is over. */
  void heard() {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  /**
   * What Redis answers; null if it is away. Blocks, for as long as Redis may take by the settings'
   * timeout, for each round trip, and once more where all connections are taken.
   */
  public <T> @Nullable T call(Function<UnifiedJedis, T> question) {
    try {
      return breaker.executeSupplier(() -> asked(question));
    } catch (CallNotPermittedException e) {
      return null;
    } catch (JedisException e) {
      LOG.debug("{} does not answer: {}", address, lastFailure);
      return null;
    }
  }

  /** The reason of a failure is known before the breaker tells what it makes of it. */
  private <T> T asked(Function<UnifiedJedis, T> question) {
    try {
      return question.apply(redis.get());
    } catch (JedisException e) {
      Throwable cause = e.getCause();
      lastFailure = e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
      throw e;
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
