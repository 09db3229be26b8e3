package io.wattflow.beam.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cache.Change;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rows are late, and what they change. */
class LateRowsTest {
  private static final long NOON = 1_795_435_200_000L;
  private static final long MINUTE = 60_000;
  private static final LateRows SLIDING =
      new LateRows(
          Table.ROLLUP_5M, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(60));

  private final RowBlockBuilder rows = new RowBlockBuilder(Table.ROLLUP_5M, 100);

  @Test
  void aRowIsLateOnceItsWindowHasBeenOverForSoLong() {
    row(1, "a", NOON);
    RowBlock block = rows.build();
    long over = NOON + 5 * MINUTE + MINUTE;
    assertThat(LateRows.users(block, SLIDING.limitSeconds(over - 1))).isEmpty();
    assertThat(LateRows.users(block, SLIDING.limitSeconds(over))).isEmpty();
    assertThat(LateRows.users(block, SLIDING.limitSeconds(over + 1))).containsExactly(1L);
  }

  @Test
  void onlyUsersOfLateRowsAreNoted() {
    row(-1, "a", NOON);
    row(-1, "b", NOON);
    row(2, "c", NOON + MINUTE);
    row(0, "d", NOON - MINUTE);
    row(-1, "a", NOON - MINUTE);
    assertThat(LateRows.users(rows.build(), NOON / 1000 + 1)).containsExactlyInAnyOrder(-1L, 0L);
  }

  @Test
  void onlyLateRowsOfTheUsersAreChanges() {
    row(1, "a", NOON);
    row(1, "a", NOON + 2 * MINUTE);
    row(1, "ä", NOON - MINUTE);
    row(1, "a", NOON + MINUTE);
    row(1, "a", NOON + 10 * MINUTE);
    row(2, "a", NOON);
    var changes = SLIDING.changes(rows.build(), (NOON + 10 * MINUTE) / 1000, Set.of(1L));
    assertThat(changes.users()).containsExactly(1L);
    assertThat(changes.of(1))
        .containsExactlyInAnyOrder(
            new Change("rollup_5m", 1, "a", NOON, NOON + 2 * MINUTE + 1),
            new Change("rollup_5m", 1, "ä", NOON - MINUTE, NOON - MINUTE + 1));
  }

  private void row(long user, String device, long start) {
    rows.append(TestRows.rollup(user, device, start, user & 1, start & 1));
  }
}
