package io.wattflow.beam.sink;

import io.wattflow.cache.Change;
import io.wattflow.cache.Changes;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.WindowReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Picks the late rows out of blocks: those whose windows have been over for longer than {@code
 * evictAfter}.
 *
 * <p>In two passes, because nearly all blocks have none, and nearly all users are not watched. The
 * first compares the start of each row's window with one limit, and notes the users of late rows;
 * only for those of them who are watched the second gathers what has changed.
 *
 * @param length of the table's windows
 * @param step from the start of one to that of the next; shorter than the length if they slide
 * @param evictAfter see {@link CacheTarget}
 */
record LateRows(Table table, Duration length, Duration step, Duration evictAfter)
    implements Serializable {

  /** Windows that start before this second are late now. */
  long limitSeconds(long nowMillis) {
    return Math.floorDiv(nowMillis - evictAfter.toMillis() - length.toMillis() + 999, 1000L);
  }

  /** The users of late rows. */
  static Set<Long> users(RowBlock block, long limitSeconds) {
    Set<Long> users = new HashSet<>();
    long last = 0;
    WindowReader rows = new WindowReader(block);
    while (rows.next()) {
      if (rows.startSeconds() < limitSeconds && (rows.userId() != last || users.isEmpty())) {
        last = rows.userId();
        users.add(last);
      }
    }
    return users;
  }

  /** The late rows of some users. */
  Changes changes(RowBlock block, long limitSeconds, Set<Long> users) {
    Changes changes = new Changes();
    WindowReader rows = new WindowReader(block);
    while (rows.next()) {
      if (rows.startSeconds() < limitSeconds && users.contains(rows.userId())) {
        long start = rows.startSeconds() * 1000;
        // One ms is this window and none else; until the next one there is nothing to touch.
        changes.add(
            new Change(table.tableName(), rows.userId(), rows.deviceId(), start, start + 1),
            step.toMillis() - 1);
      }
    }
    return changes;
  }
}
