package io.wattflow.pipelines.archive;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tallies of the hours of a day (UTC). By hours, so that a day that has lost some readings and
 * won others is not taken for one that has only won some.
 *
 * @param hours 24 of them
 */
public record DayTally(List<Tally> hours) {
  /** Hours of a day. */
  public static final int HOURS = 24;

  /** Length of an hour in ms. */
  public static final long HOUR_MILLIS = 3_600_000;

  /** Of a day without readings. */
  public static final DayTally NONE = new DayTally(Collections.nCopies(HOURS, Tally.NONE));

  public DayTally {
    hours = List.copyOf(hours);
    if (hours.size() != HOURS) {
      throw new IllegalArgumentException("a day of " + hours.size() + " hours");
    }
  }

  /** Of the whole day. */
  public Tally total() {
    return hours.stream().reduce(Tally.NONE, Tally::plus);
  }

  /** Whether some hour has fewer readings than in the other. */
  public boolean lacksSomeOf(DayTally other) {
    return IntStream.range(0, HOURS)
        .anyMatch(hour -> hours.get(hour).readings() < other.hours.get(hour).readings());
  }
}
