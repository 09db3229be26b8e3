package io.wattflow.services.analytics.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wattflow.cache.Change;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers in this process, bounded by bytes. A change drops those that it touches, and is
 * remembered for the loads under way, so that what they bring is not kept if it may be from before.
 *
 * <p>While changes are not heard, what is here is good for {@link #UNHEARD} only.
 *
 * <p>Thread-safe. All that concerns one user happens within a {@code compute} of {@link #users},
 * and thus one after the other.
 */
final class NearAnswers {
  /** How long an answer is fresh here at most, however long its class is. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** How long an answer is good while nobody would tell of a change. */
  static final Duration UNHEARD = Duration.ofSeconds(5);

  private static final int OBJECTS_BYTES = 320;
  private static final int CHANGE_BYTES = 120;
  private static final long HEARD = Long.MAX_VALUE;

  private final Clock clock;
  private final Cache<AnswerKey, Entry> answers;
  private final ConcurrentMap<Long, User> users = new ConcurrentHashMap<>();
  // Since when changes may have been missed, in epoch ms: from the beginning, until somebody
  // listens.
  private volatile long unheardSince = Long.MIN_VALUE;

  /** An answer and when it came here. */
  record Entry(CachedAnswer cached, List<Change> dependencies, long keptAt, long freshHereUntil) {
    private int bytes() {
      String next = cached.answer().next();
      int texts = cached.answer().body().length + (next == null ? 0 : next.length());
      return OBJECTS_BYTES + texts + CHANGE_BYTES * dependencies.size();
    }
  }

  /** What changed while an answer was on its way here. */
  static final class Fence {
    private final Long userId;
    private final Runnable onChange;
    private final List<Change> changes = new ArrayList<>();
    private boolean missed;

    private Fence(long userId, Runnable onChange) {
      this.userId = userId;
      this.onChange = onChange;
    }

    private boolean keepsOut(List<Change> dependencies) {
      return missed || changes.stream().anyMatch(change -> touches(change, dependencies));
    }
  }

  private static final class User {
    final Map<AnswerKey, Entry> entries = new HashMap<>();
    final List<Fence> fences = new ArrayList<>();

    @Nullable User unlessEmpty() {
      return entries.isEmpty() && fences.isEmpty() ? null : this;
    }
  }

  NearAnswers(long bytes, Clock clock, Ticker ticker) {
    this.clock = clock;
    this.answers =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumWeight(bytes)
            .weigher((AnswerKey key, Entry entry) -> 2 * key.name().length() + entry.bytes())
            .expireAfter(
                Expiry.writing(
                    (AnswerKey key, Entry entry) ->
                        Duration.ofMillis(
                            Math.max(0, entry.cached().staleUntil() - entry.keptAt()))))
            // Not called within this cache's own locks, which the index must not wait for.
            .removalListener(this::removed)
            .build();
  }

  private static boolean touches(Change change, List<Change> dependencies) {
    for (Change dependency : dependencies) {
      if (change.touches(dependency)) {
        return true;
      }
    }
    return false;
  }

  /** What is here, fresh or not; null if nothing is. */
  @Nullable Entry find(AnswerKey key) {
    return answers.getIfPresent(key);
  }

  /** Whether the entry may be served without asking anybody. */
  boolean isFresh(Entry entry, long now) {
    return now < entry.freshHereUntil() && isHeard(entry, now);
  }

  /** Whether the entry would have been dropped if something had changed. */
  boolean isHeard(Entry entry, long now) {
    long since = unheardSince;
    return since == HEARD || now - Math.max(entry.keptAt(), since) < UNHEARD.toMillis();
  }

  /** Whether changes are heard at the moment. */
  boolean isHearing() {
    return unheardSince == HEARD;
  }

  /**
   * From now on changes of the user keep out what they touch.
   *
   * @param onChange called after each change of the user's rows
   */
  Fence open(long userId, Runnable onChange) {
    Fence fence = new Fence(userId, onChange);
    users.compute(
        fence.userId,
        (id, known) -> {
          User user = known == null ? new User() : known;
          user.fences.add(fence);
          return user;
        });
    return fence;
  }

  /** Forgets what has changed so far: the answer is loaded anew. */
  void restart(Fence fence) {
    users.computeIfPresent(
        fence.userId,
        (id, user) -> {
          fence.changes.clear();
          fence.missed = false;
          return user;
        });
  }

  /** The answer has come, or never will. */
  void close(Fence fence) {
    users.computeIfPresent(
        fence.userId,
        (id, user) -> {
          user.fences.remove(fence);
          return user.unlessEmpty();
        });
  }

  /**
   * Keeps an answer unless a change that touches it has come since the fence was opened.
   *
   * @param watched whether changes of the user's rows are told at all
   */
  void keep(
      AnswerKey key, CachedAnswer cached, List<Change> dependencies, Fence fence, boolean watched) {
    long now = clock.millis();
    long longest = watched ? LONGEST.toMillis() : UNHEARD.toMillis();
    Entry entry =
        new Entry(cached, dependencies, now, Math.min(cached.freshUntil(), now + longest));
    users.computeIfPresent(
        fence.userId,
        (id, user) -> {
          if (!fence.keepsOut(dependencies)) {
            answers.put(key, entry);
            user.entries.put(key, entry);
          }
          return user;
        });
  }

  @SuppressWarnings("ReferenceEquality") // About the very object; records compare by content.
  private void removed(@Nullable AnswerKey key, @Nullable Entry entry, RemovalCause cause) {
    if (key == null || entry == null || cause == RemovalCause.REPLACED) {
      return;
    }
    users.computeIfPresent(
        key.userId(),
        (id, user) -> {
          // Not a newer one that has come in the meantime.
          user.entries.computeIfPresent(key, (k, kept) -> kept == entry ? null : kept);
          return user.unlessEmpty();
        });
  }

  /**
   * Drops what a change touches.
   *
   * @return how many answers
   */
  int drop(Change change) {
    int[] dropped = {0};
    List<Runnable> listeners = new ArrayList<>();
    users.computeIfPresent(
        change.userId(),
        (id, user) -> {
          for (Fence fence : user.fences) {
            fence.changes.add(change);
            listeners.add(fence.onChange);
          }
          Iterator<Map.Entry<AnswerKey, Entry>> entries = user.entries.entrySet().iterator();
          while (entries.hasNext()) {
            Map.Entry<AnswerKey, Entry> entry = entries.next();
            if (touches(change, entry.getValue().dependencies())) {
              answers.invalidate(entry.getKey());
              entries.remove();
              dropped[0]++;
            }
          }
          return user.unlessEmpty();
        });
    listeners.forEach(Runnable::run);
    return dropped[0];
  }

  /** Changes are heard from now on; those before may have been missed, so nothing is kept. */
  void heard() {
    clear();
    unheardSince = HEARD;
  }

  /**
   * Changes are not heard any more.
   *
   * @param since when one was surely heard, in epoch ms
   */
  void unheard(long since) {
    unheardSince = since;
  }

  /** Drops everything, and keeps out what is on its way. */
  private void clear() {
    List<Runnable> listeners = new ArrayList<>();
    for (Long userId : users.keySet()) {
      users.computeIfPresent(
          userId,
          (id, user) -> {
            for (Fence fence : user.fences) {
              fence.missed = true;
              listeners.add(fence.onChange);
            }
            answers.invalidateAll(user.entries.keySet());
            user.entries.clear();
            return user.unlessEmpty();
          });
    }
    listeners.forEach(Runnable::run);
  }

  /** How many answers are here, about. */
  long size() {
    return answers.estimatedSize();
  }

  /** How much the answers here weigh, in bytes. */
  long bytes() {
    answers.cleanUp();
    return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }
}
