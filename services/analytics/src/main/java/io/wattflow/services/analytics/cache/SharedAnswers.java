package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.LuaScript;
import io.wattflow.cache.RedisAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers in Redis, and who loads them.
 *
 * <p>A call is two round trips: its connection is tried (see {@link RedisAddress#connect}), and its
 * script runs. It is one more where the server does not know the script yet, and one more where a
 * connection has to be made.
 *
 * <p>Thread-safe; calls block as {@link GuardedRedis#call} does.
 */
final class SharedAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);

  private static final LuaScript LOOK = LuaScript.read(SharedAnswers.class, "look.lua");
  private static final LuaScript STORE = LuaScript.readFenced(SharedAnswers.class, "store.lua");
  private static final LuaScript RELEASE = LuaScript.read(SharedAnswers.class, "release.lua");
  private static final LuaScript WATCH = LuaScript.read(SharedAnswers.class, "watch.lua");

  private static final byte[] YES = {'1'};
  private static final byte[] NO = {'0'};

  private final GuardedRedis redis;
  private final CacheSettings settings;

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

  SharedAnswers(GuardedRedis redis, CacheSettings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  /**
   * Reads an answer, or tries to become the one who loads it.
   *
   * @param token names the caller among all who load
   * @param although whether to try even if there is an answer
   * @return null if Redis is away
   */
  @Nullable Look look(AnswerKey key, String token, boolean although) {
    return redis.call(
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
        redis.call(
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
   * Stores an answer unless something that it depends on was evicted since {@code epoch} was read,
   * gives the lease back and tells those who wait.
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
    return redis.call(
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
        redis.call(
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
        bytes(CacheKeys.lease(key.userId(), key.name())),
        bytes(CacheKeys.changes(key.userId())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
