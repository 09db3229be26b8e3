package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.LazyRedis;
import io.wattflow.cache.LuaScript;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The answers in Redis, and who loads them. While Redis does not answer, a breaker spares the
 * callers the wait: each call then says at once that Redis is away.
 *
 * <p>A call is two round trips: its connection is tried (see {@link RedisAddress#connect}), and its
 * script runs. It is one more where the server does not know the script yet, and one more where a
 * connection has to be made.
 *
 * <p>Thread-safe; calls block, for as long as Redis may take for each of these: the timeout of the
 * settings each time, and once more where all connections are taken.
 */
final class SharedAnswers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);

  private static final LuaScript LOOK = LuaScript.read(SharedAnswers.class, "look.lua");
  private static final LuaScript STORE = LuaScript.read(SharedAnswers.class, "store.lua");
  private static final LuaScript RELEASE = LuaScript.read(SharedAnswers.class, "release.lua");
  private static final LuaScript WATCH = LuaScript.read(SharedAnswers.class, "watch.lua");

  private static final float FAILURE_PERCENT = 50;
  private static final int WINDOW_SECONDS = 10;
  private static final int LEAST_CALLS = 5;
  private static final int PROBES = 3;
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final Duration OPEN_FOR = Duration.ofSeconds(30);
  private static final byte[] YES = {'1'};
  private static final byte[] NO = {'0'};

  private final RedisAddress address;
  private final CacheSettings settings;
  private final LazyRedis redis;
  private final CircuitBreaker breaker;
  private volatile String lastFailure = "";

  /**
   * What Redis has.
   *
   * @param cached null if it has none that can be read
   * @param dependencies of the answer
   * @param epoch of the user's answers
   * @param leased whether the caller is to load the answer
   * @param leaseMillis how long somebody else may go on loading it; 0 if nobody does
   */
  record Look(
      @Nullable CachedAnswer cached,
      List<Change> dependencies,
      String epoch,
      boolean leased,
      long leaseMillis) {

    /** Whether the user's answers have changed in the last minutes. */
    boolean afterEviction() {
      return !epoch.equals("0");
    }
  }

  /** Whether an answer was stored, and the epoch that decided it. */
  record Store(boolean stored, String epoch) {}

  SharedAnswers(RedisAddress address, CacheSettings settings) {
    this.address = address;
    this.settings = settings;
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
   * Reads an answer, or tries to become the one who loads it.
   *
   * @param token names the caller among all who load
   * @param although whether to try even if there is an answer
   * @return null if Redis is away
   */
  @Nullable Look look(AnswerKey key, String token, boolean although) {
    return call(
        connected ->
            look(
                LOOK.run(
                    connected,
                    keys(key),
                    List.of(
                        bytes(key.name()),
                        bytes(token),
                        bytes(settings.lease().toMillis()),
                        bytes(CacheKeys.EPOCH_MILLIS),
                        although ? YES : NO))));
  }

  private static Look look(Object reply) {
    List<?> fields = (List<?>) reply;
    String epoch = new String((byte[]) fields.get(2), UTF_8);
    boolean leased = (Long) fields.get(3) == 1;
    // Below 0: it has ended in the meantime.
    long leaseMillis = Math.max(0, (Long) fields.get(4));
    if (fields.get(0) instanceof byte[] answer && fields.get(1) instanceof byte[] lines) {
      CachedAnswer cached = AnswerCodec.decode(answer);
      List<Change> dependencies = dependencies(new String(lines, UTF_8));
      if (cached != null && dependencies != null) {
        return new Look(cached, dependencies, epoch, leased, leaseMillis);
      }
    }
    return new Look(null, List.of(), epoch, leased, leaseMillis);
  }

  private static @Nullable List<Change> dependencies(String lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    try {
      return ChangeLines.read(lines);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Enters the user among those whose changes are told.
   *
   * @param untilMillis as long as an answer that is loaded now may live anywhere
   * @return whether it is there; if not, no answer may be stored
   */
  boolean watch(long userId, long untilMillis, long nowMillis) {
    Object done =
        call(
            connected ->
                WATCH.run(
                    connected,
                    List.of(bytes(CacheKeys.WATCHED)),
                    List.of(
                        bytes(Long.toUnsignedString(userId)),
                        bytes(untilMillis),
                        bytes(nowMillis))));
    return done != null;
  }

  /**
   * Stores an answer unless something was evicted since {@code epoch} was read, gives the lease
   * back and tells those who wait.
   *
   * @param lifeMillis how long it may live, positive
   * @return null if Redis is away, or the answer is too large for it: the lease is then the
   *     caller's still
   */
  @Nullable Store store(
      AnswerKey key,
      String token,
      String epoch,
      CachedAnswer cached,
      List<Change> dependencies,
      long lifeMillis) {
    if (!AnswerCodec.fits(cached.answer())) {
      LOG.warn(
          "an answer of {} bytes is not stored: {}", cached.answer().body().length, key.name());
      return null;
    }
    byte[] encoded = AnswerCodec.encode(cached);
    return call(
        connected -> {
          List<?> reply =
              (List<?>)
                  STORE.run(
                      connected,
                      keys(key),
                      List.of(
                          bytes(key.name()),
                          encoded,
                          bytes(ChangeLines.write(dependencies)),
                          bytes(epoch),
                          bytes(lifeMillis),
                          bytes(token),
                          bytes(CacheKeys.EPOCH_MILLIS),
                          bytes(CacheKeys.LOADED),
                          bytes(LoadedMessage.write(key))));
          return new Store((Long) reply.get(0) == 1, new String((byte[]) reply.get(1), UTF_8));
        });
  }

  /** Gives a lease back without an answer; harmless if it has ended. */
  void release(AnswerKey key, String token) {
    // If Redis is away, the lease ends by itself.
    Object unused =
        call(
            connected ->
                RELEASE.run(
                    connected,
                    List.of(bytes(CacheKeys.lease(key.userId(), key.name()))),
                    List.of(
                        bytes(token), bytes(CacheKeys.LOADED), bytes(LoadedMessage.write(key)))));
  }

  private static List<byte[]> keys(AnswerKey key) {
    return List.of(
        bytes(CacheKeys.answer(key.userId(), key.name())),
        bytes(CacheKeys.answers(key.userId())),
        bytes(CacheKeys.epoch(key.userId())),
        bytes(CacheKeys.lease(key.userId(), key.name())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** What Redis answers; null if it is away. */
  private <T> @Nullable T call(Function<UnifiedJedis, T> question) {
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
