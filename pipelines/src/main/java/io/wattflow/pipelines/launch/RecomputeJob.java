package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Some days (or hours) of a recomputation that are one pipeline.
 *
 * @param span which
 * @param readings that they have, about
 */
record RecomputeJob(BackfillSpan span, long readings) {
  /**
   * Joins them, in their order, until they have enough readings. Those without readings are left
   * out.
   *
   * @param units readings by the start of the day or hour
   */
  static List<RecomputeJob> divide(SortedMap<Instant, Long> units, BackfillPlan plan) {
    List<RecomputeJob> jobs = new ArrayList<>();
    Instant from = null;
    Instant until = null;
    long readings = 0;
    for (Map.Entry<Instant, Long> unit : units.entrySet()) {
      boolean full = from != null && readings + unit.getValue() > plan.jobReadings();
      if (from == null || full) {
        if (from != null && until != null) {
          jobs.add(of(from, until, readings, plan));
        }
        from = unit.getKey();
        readings = 0;
      }
      until = unit.getKey().plus(plan.unit());
      readings += unit.getValue();
    }
    if (from != null && until != null) {
      jobs.add(of(from, until, readings, plan));
    }
    return jobs;
  }

  private static RecomputeJob of(Instant from, Instant until, long readings, BackfillPlan plan) {
    return new RecomputeJob(plan.span().over(from, until), readings);
  }
}
