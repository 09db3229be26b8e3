package io.wattflow.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers changes and joins those of one user, table and device that follow each other, in whatever
 * order they come. Not safe for use by several threads.
 */
public final class Changes {
  /** More changes than that of one user are {@link #widened}. */
  public static final int MOST_OF_A_USER = 50;

  private final Map<Long, Map<Rows, List<Span>>> byUser = new HashMap<>();

  private record Rows(String table, String deviceId) {}

  /** {@code next}: no window starts from {@code to} until there. */
  private record Span(long from, long to, long next) {
    boolean reaches(Span later) {
      return later.from <= next;
    }

    Span with(Span later) {
      return new Span(from, Math.max(to, later.to), Math.max(next, later.next));
    }
  }

  /** Adds a change. */
  public void add(Change change) {
    add(change, 0);
  }

  /**
   * Adds a change behind which, for some time, no window of its table starts: a change that begins
   * at the end of that time continues it. So one row is a change of one ms and the time until the
   * next row's window, which touches nothing but that row, and yet a run of rows is one change.
   *
   * @param gapMillis behind the change; not negative
   */
  public void add(Change change, long gapMillis) {
    if (gapMillis < 0) {
      throw new IllegalArgumentException("negative gap: " + gapMillis);
    }
    List<Span> spans =
        byUser
            .computeIfAbsent(change.userId(), user -> new HashMap<>())
            .computeIfAbsent(
                new Rows(change.table(), change.deviceId()), rows -> new ArrayList<>(1));
    Span added = new Span(change.fromMillis(), change.toMillis(), change.toMillis() + gapMillis);
    int last = spans.size() - 1;
    // Rows often come in order; joined at once, a long run costs no memory.
    if (last >= 0 && added.from >= spans.get(last).from && spans.get(last).reaches(added)) {
      spans.set(last, spans.get(last).with(added));
    } else {
      spans.add(added);
    }
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return byUser.isEmpty();
  }

  /** Users with changes. */
  public Set<Long> users() {
    return Set.copyOf(byUser.keySet());
  }

  /**
   * The changes of a user, as few as they can be without touching more: those of one table and
   * device do not overlap and do not follow each other.
   */
  public List<Change> of(long userId) {
    List<Change> joined = new ArrayList<>();
    byUser
        .getOrDefault(userId, Map.of())
        .forEach(
            (rows, spans) ->
                join(spans)
                    .forEach(
                        span ->
                            joined.add(
                                new Change(
                                    rows.table, userId, rows.deviceId, span.from, span.to))));
    return joined;
  }

  private static List<Span> join(List<Span> spans) {
    List<Span> joined = new ArrayList<>();
    List<Span> ordered = new ArrayList<>(spans);
    ordered.sort(Comparator.comparingLong(Span::from));
    @Nullable Span run = null;
    for (Span span : ordered) {
      if (run == null) {
        run = span;
      } else if (run.reaches(span)) {
        run = run.with(span);
      } else {
        joined.add(run);
        run = span;
      }
    }
    if (run != null) {
      joined.add(run);
    }
    return joined;
  }

  /**
   * One change of all devices for each table, from the first changed window to the last: touches
   * all that the given ones touch, and more.
   *
   * @param changes of one user
   */
  public static List<Change> widened(List<Change> changes) {
    Map<String, Change> byTable = new TreeMap<>();
    for (Change change : changes) {
      byTable.merge(
          change.table(),
          new Change(
              change.table(),
              change.userId(),
              Change.ALL_DEVICES,
              change.fromMillis(),
              change.toMillis()),
          Changes::span);
    }
    return List.copyOf(byTable.values());
  }

  private static Change span(Change one, Change other) {
    return new Change(
        one.table(),
        one.userId(),
        one.deviceId(),
        Math.min(one.fromMillis(), other.fromMillis()),
        Math.max(one.toMillis(), other.toMillis()));
  }
}
