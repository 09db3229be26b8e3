package io.wattflow.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Evicts the cached answers that changed rows touch, and tells every instance which rows these are.
 * To be called when the rows are visible: whoever loads an answer after that, loads the new rows.
 *
 * <p>Guarantee: when {@link #evict} returns, the shared cache holds no answer of before the change,
 * no answer that they touch and whose loading had begun before is stored any more (the user's epoch
 * has grown), and the message on {@link CacheKeys#EVICTIONS} has been sent. Evicting again, or in
 * another order, does no harm. Evicted is exactly what {@link Change#touches}; but a user with more
 * than {@value Changes#MOST_OF_A_USER} joined changes in one call has them {@link Changes#widened}.
 *
 * <p>Users that nobody {@link CacheKeys#WATCHED watches} cost a part of one command. Works on one
 * server and on a cluster. Safe for use by several threads.
 */
public final class Evictor implements AutoCloseable {
  private static final LuaScript SCRIPT = LuaScript.readFenced(Evictor.class, "evict.lua");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ASKED_AT_ONCE = 1_000;
  private static final int CONNECTIONS = 8;

  /** The clocks of readers, which have written until when they watch, may be as much behind. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final LazyRedis redis;

  /** Connects when first used, not now. */
  public Evictor(RedisAddress address) {
    this.redis = new LazyRedis(address, CONNECTIONS, TIMEOUT);
  }

  /**
   * Evicts what changes touch.
   *
   * @param changes of rows that are visible
   * @throws JedisException if Redis cannot be reached or refuses; some may then be evicted, and all
   *     may be evicted again
   */
  public void evict(Collection<Change> changes) throws JedisException {
    Changes joined = new Changes();
    changes.forEach(joined::add);
    evict(joined.users(), watched -> joined);
  }

  /**
   * Evicts what changes touch of which only the users are known yet. Most users are not watched:
   * what has changed of them need not be gathered.
   *
   * @param users with changes
   * @param changesOf gives the changes of some of the users, perhaps of others too; not called if
   *     nobody watches
   * @throws JedisException as {@link #evict(Collection)}
   */
  public void evict(Set<Long> users, Function<Set<Long>, Changes> changesOf) throws JedisException {
    Set<Long> watched = watched(List.copyOf(users));
    if (watched.isEmpty()) {
      return;
    }
    Changes changes = changesOf.apply(watched);
    List<LuaScript.Call> calls = new ArrayList<>();
    for (long user : watched) {
      List<Change> ofUser = changes.of(user);
      if (!ofUser.isEmpty()) {
        calls.add(call(user, ofUser));
      }
    }
    SCRIPT.runAll(redis.get(), calls);
  }

  private Set<Long> watched(List<Long> users) {
    double now = System.currentTimeMillis() - (double) SKEW.toMillis();
    Set<Long> watched = new HashSet<>();
    for (int from = 0; from < users.size(); from += ASKED_AT_ONCE) {
      List<Long> some = users.subList(from, Math.min(users.size(), from + ASKED_AT_ONCE));
      String[] members = some.stream().map(Long::toUnsignedString).toArray(String[]::new);
      List<Double> untilMillis = redis.get().zmscore(CacheKeys.WATCHED, members);
      for (int i = 0; i < members.length; i++) {
        Double until = untilMillis.get(i);
        if (until != null && until >= now) {
          watched.add(some.get(i));
        }
      }
    }
    return watched;
  }

  private static LuaScript.Call call(long user, List<Change> changes) {
    List<Change> told =
        changes.size() > Changes.MOST_OF_A_USER ? Changes.widened(changes) : changes;
    return new LuaScript.Call(
        List.of(CacheKeys.answers(user), CacheKeys.epoch(user), CacheKeys.changes(user)),
        List.of(
            ChangeLines.write(told),
            CacheKeys.answer(user, ""),
            Long.toString(CacheKeys.EPOCH_MILLIS),
            CacheKeys.EVICTIONS));
  }

  @Override
  public void close() {
    redis.close();
  }
}
