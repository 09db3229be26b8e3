package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Joined changes are the same set of table, user, device and instant. */
class ChangesPropertyTest {
  private static final long STEP = 10;

  private record Point(String table, long user, String device, long instant) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.of("rollup_1m", "rollup_1h"),
            Arbitraries.longs().between(1, 2),
            Arbitraries.of("", "a", "b"),
            Arbitraries.longs().between(-20, 40),
            Arbitraries.longs().between(1, 15))
        .as(
            (table, user, device, from, length) ->
                new Change(table, user, device, from, from + length))
        .list()
        .ofMaxSize(30);
  }

  @Property
  void joiningChangesTheNumberOnlyInWhateverOrder(
      @ForAll("changes") List<Change> changes, @ForAll Random order) {
    List<Change> shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, order);
    List<Change> joined = joined(shuffled, 0);

    assertThat(points(joined)).isEqualTo(points(changes));
    assertThat(joined).hasSizeLessThanOrEqualTo(changes.size());
    assertThat(new HashSet<>(joined)).isEqualTo(new HashSet<>(joined(changes, 0)));
    for (Change one : joined) {
      assertThat(joined)
          .as("what overlaps or follows %s", one)
          .noneMatch(other -> one != other && sameRows(one, other) && meets(one, other));
    }
  }

  @Property
  void rowsOfARunAreOneChangeThatTouchesNoOtherRow(
      @ForAll("changes") List<Change> some, @ForAll Random order) {
    List<Change> rows =
        new ArrayList<>(
            some.stream().map(change -> row(change, change.fromMillis() * STEP)).toList());
    Collections.shuffle(rows, order);
    List<Change> joined = joined(rows, STEP - 1);

    Set<Point> starts = points(joined);
    starts.removeIf(point -> Math.floorMod(point.instant, STEP) != 0);
    assertThat(starts).isEqualTo(points(rows));
    for (Change one : joined) {
      assertThat(joined)
          .as("the row behind %s", one)
          .noneMatch(
              other -> sameRows(one, other) && other.fromMillis() == one.toMillis() - 1 + STEP);
    }
  }

  @Property
  void widenedTouchesAtLeastTheSame(@ForAll("changes") List<Change> changes) {
    Changes gathered = new Changes();
    changes.forEach(gathered::add);
    for (long user : gathered.users()) {
      List<Change> widened = Changes.widened(gathered.of(user));
      assertThat(widened).hasSizeLessThanOrEqualTo(2).allMatch(change -> change.userId() == user);
      for (Change change : changes) {
        assertThat(widened.stream().anyMatch(change::touches)).isEqualTo(change.userId() == user);
      }
    }
  }

  @Test
  void aLongRunInOrderIsOneChange() {
    Changes changes = new Changes();
    for (long start = 0; start < 1_000_000; start += STEP) {
      changes.add(new Change("rollup_1m", 7, "a", start, start + 1), STEP - 1);
    }
    assertThat(changes.of(7))
        .containsExactly(new Change("rollup_1m", 7, "a", 0, 1_000_000 - STEP + 1));
    assertThat(changes.of(8)).isEmpty();
  }

  private static Change row(Change change, long start) {
    return new Change(change.table(), change.userId(), change.deviceId(), start, start + 1);
  }

  private static List<Change> joined(List<Change> changes, long gap) {
    Changes gathered = new Changes();
    changes.forEach(change -> gathered.add(change, gap));
    assertThat(gathered.isEmpty()).isEqualTo(changes.isEmpty());
    return gathered.users().stream().flatMap(user -> gathered.of(user).stream()).toList();
  }

  private static boolean sameRows(Change one, Change other) {
    return one.userId() == other.userId()
        && one.table().equals(other.table())
        && one.deviceId().equals(other.deviceId());
  }

  private static boolean meets(Change one, Change other) {
    return one.fromMillis() <= other.toMillis() && other.fromMillis() <= one.toMillis();
  }

  private static Set<Point> points(List<Change> changes) {
    Set<Point> points = new HashSet<>();
    for (Change change : changes) {
      for (long at = change.fromMillis(); at < change.toMillis(); at++) {
        points.add(new Point(change.table(), change.userId(), change.deviceId(), at));
      }
    }
    return points;
  }
}
