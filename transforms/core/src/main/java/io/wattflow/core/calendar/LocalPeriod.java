package io.wattflow.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day, month or year of a time zone: the instants from the first midnight of its first date to
 * the first midnight after its last one.
 *
 * <p>The periods of a kind tile the time line: each ends at the instant at which the next begins,
 * whatever the zone did to its clocks. So a day has 23, 23.5, 24, 24.5 or 25 hours (31 at Vostok on
 * 1994-01-31), and:
 *
 * <ul>
 *   <li>Where midnight was skipped, the day begins with the first instant of its date.
 *   <li>A date that a zone left out altogether (2011-12-30 in Pacific/Apia) is an {@linkplain
 *       #isEmpty empty} period.
 *   <li>Where clocks went back across midnight (America/St_Johns until 2011, at 00:01), the day
 *       begins with its first midnight, and the hour that shows the old date again is part of it.
 * </ul>
 *
 * <p>Offsets are those of the time zone database of the running Java. Since 1972 all of them are
 * whole minutes, and so are the bounds.
 *
 * @param kind of the period
 * @param start its first date
 * @param zone whose clocks count
 */
public record LocalPeriod(PeriodKind kind, LocalDate start, ZoneId zone) {
  public LocalPeriod {
    if (!kind.startOf(start).equals(start)) {
      throw new IllegalArgumentException("a " + kind + " does not start on " + start);
    }
  }

  /** The period that a local date is in; it may be empty. */
  public static LocalPeriod of(PeriodKind kind, LocalDate date, ZoneId zone) {
    return new LocalPeriod(kind, kind.startOf(date), zone);
  }

  /** Its first instant. */
  public Instant from() {
    return start.atStartOfDay(zone).toInstant();
  }

  /** The first instant after it. */
  public Instant to() {
    return end().atStartOfDay(zone).toInstant();
  }

  /** The first date after it. */
  public LocalDate end() {
    return kind.plus(start, 1);
  }

  /** Whether the zone left it out. */
  public boolean isEmpty() {
    return from().equals(to());
  }

  /** The one after it; it may be empty. */
  public LocalPeriod next() {
    return new LocalPeriod(kind, end(), zone);
  }

  /** The last one before it that is not empty. */
  public LocalPeriod previous() {
    LocalPeriod period = new LocalPeriod(kind, kind.plus(start, -1), zone);
    return period.isEmpty() ? period.previous() : period;
  }
}
