package io.wattflow.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Walks two sequences of rows in the order of their keys, side by side, and notes what one of them
 * lacks and where they differ. Needs no memory but for the examples.
 *
 * @param <R> a row
 */
final class MergeCompare<R> {
  /** A column by name; values are compared with {@code equals}, so doubles by their bits. */
  record Column<R>(String name, Function<R, @Nullable Object> value) {}

  private final Function<R, Series> series;
  private final ToLongFunction<R> time;
  private final Comparator<R> order;
  private final List<Column<R>> columns;
  private final int maxExamples;
  private final List<String> examples = new ArrayList<>();

  /**
   * @param series first part of the key
   * @param time instant of a row, in ms, for messages
   * @param order of the key; rows that are equal by it are compared column by column
   * @param columns outside the key
   */
  MergeCompare(
      Function<R, Series> series,
      ToLongFunction<R> time,
      Comparator<R> order,
      List<Column<R>> columns,
      int maxExamples) {
    this.series = series;
    this.time = time;
    this.order = order;
    this.columns = List.copyOf(columns);
    this.maxExamples = maxExamples;
  }

  CheckResult compare(String table, Iterator<R> stored, Iterator<R> expected) {
    long compared = 0;
    long missing = 0;
    long unexpected = 0;
    long differing = 0;
    R left = nextOrNull(stored);
    R right = nextOrNull(expected);
    while (left != null || right != null) {
      int side = left == null ? 1 : right == null ? -1 : order.compare(left, right);
      if (side < 0 && left != null) {
        unexpected++;
        note(left, "is stored and not expected");
        left = nextOrNull(stored);
      } else if (side > 0 && right != null) {
        missing++;
        note(right, "is expected and not stored");
        right = nextOrNull(expected);
      } else if (left != null && right != null) {
        compared++;
        if (!sameColumns(left, right)) {
          differing++;
        }
        left = nextOrNull(stored);
        right = nextOrNull(expected);
      }
    }
    return new CheckResult(table, compared, missing, unexpected, differing, examples);
  }

  private boolean sameColumns(R stored, R expected) {
    boolean same = true;
    for (Column<R> column : columns) {
      Object left = column.value().apply(stored);
      Object right = column.value().apply(expected);
      if (!Objects.equals(left, right)) {
        same = false;
        note(expected, "%s: stored %s, expected %s".formatted(column.name(), left, right));
      }
    }
    return same;
  }

  private void note(R row, String what) {
    if (examples.size() < maxExamples) {
      Series of = series.apply(row);
      examples.add(
          "user %s, %s %s, %s: %s"
              .formatted(
                  Long.toUnsignedString(of.userId()),
                  of.deviceType(),
                  of.deviceId(),
                  Instant.ofEpochMilli(time.applyAsLong(row)),
                  what));
    }
  }

  private @Nullable R nextOrNull(Iterator<R> rows) {
    return rows.hasNext() ? rows.next() : null;
  }
}
