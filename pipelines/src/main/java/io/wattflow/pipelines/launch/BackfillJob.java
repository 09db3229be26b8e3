package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Some days of a backfill that are one pipeline.
 *
 * @param span those days
 * @param readings that they have, about
 */
record BackfillJob(BackfillSpan span, long readings) {
  /**
   * Joins days, in their order, until they have enough readings. Days without readings are left
   * out.
   *
   * @param days readings by the start of the day
   */
  static List<BackfillJob> divide(SortedMap<Instant, Long> days, BackfillPlan plan) {
    List<BackfillJob> jobs = new ArrayList<>();
    Instant from = null;
    Instant until = null;
    long readings = 0;
    for (Map.Entry<Instant, Long> day : days.entrySet()) {
      boolean full = from != null && readings + day.getValue() > plan.jobReadings();
      if (from == null || full) {
        if (from != null && until != null) {
          jobs.add(of(from, until, readings, plan));
        }
        from = day.getKey();
        readings = 0;
      }
      until = day.getKey().plus(plan.rollups().day());
      readings += day.getValue();
    }
    if (from != null && until != null) {
      jobs.add(of(from, until, readings, plan));
    }
    return jobs;
  }

  private static BackfillJob of(Instant from, Instant until, long readings, BackfillPlan plan) {
    return new BackfillJob(new BackfillSpan(from, until, plan.span().margin()), readings);
  }
}
