package io.wattflow.pipelines.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Days or hours that follow each other without a gap.
 *
 * @param from start of the first one
 * @param until end of the last one
 */
public record Stretch(Instant from, Instant until) {
  /**
   * Joins what follows each other.
   *
   * @param starts of days or hours, in their order
   * @param unit length of a day or an hour
   */
  public static List<Stretch> of(Collection<Instant> starts, Duration unit) {
    List<Stretch> stretches = new ArrayList<>();
    for (Instant start : starts) {
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).until().equals(start)) {
        stretches.set(last, new Stretch(stretches.get(last).from(), start.plus(unit)));
      } else {
        stretches.add(new Stretch(start, start.plus(unit)));
      }
    }
    return stretches;
  }
}
