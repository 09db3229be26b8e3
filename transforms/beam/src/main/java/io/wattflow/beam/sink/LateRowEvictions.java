package io.wattflow.beam.sink;

import io.wattflow.core.rows.RowBlock;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Set;

/**
 * Evicts what the late rows of stored blocks change from caches.
 *
 * <p>Guarantee: at least once, like the writing itself. A bundle ends when Redis has taken the
 * evictions of all of its blocks. If it fails before, its rows are written again, and evicted
 * again.
 */
final class LateRowEvictions implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final LateRows late;
  private final CacheTarget caches;

  LateRowEvictions(LateRows late, CacheTarget caches) {
    this.late = late;
    this.caches = caches;
  }

  /**
   * Evicts; waits while Redis is away.
   *
   * @param stored a block whose rows are visible
   * @throws IOException if Redis has been away for as long as the target allows
   */
  void evict(RowBlock stored) throws IOException, InterruptedException {
    // Taken now, when the rows are visible: an outage may have made them late.
    long limit = late.limitSeconds(System.currentTimeMillis());
    Set<Long> users = LateRows.users(stored, limit);
    if (users.isEmpty()) {
      return;
    }
    CacheEvictions.evict(caches, users, watched -> late.changes(stored, limit, watched));
  }
}
