package io.wattflow.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Users that are read together. A batch is bounded in rows, because what it writes and what is
 * stored of it is in memory at once, and in users, because their ids stand in a query.
 */
final class UserBatches {
  private static final long MOST_HOURS = 1_000_000;
  private static final int MOST_USERS = 1_000;

  private UserBatches() {}

  /** The users in their order; one with more hours than a batch may have is a batch alone. */
  static List<List<Long>> of(Map<Long, Long> hoursByUser) {
    List<List<Long>> batches = new ArrayList<>();
    List<Long> batch = new ArrayList<>();
    long hours = 0;
    for (Map.Entry<Long, Long> user : hoursByUser.entrySet()) {
      boolean full = batch.size() == MOST_USERS || hours + user.getValue() > MOST_HOURS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        hours = 0;
      }
      batch.add(user.getKey());
      hours += user.getValue();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
