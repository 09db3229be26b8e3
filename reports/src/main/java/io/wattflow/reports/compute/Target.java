package io.wattflow.reports.compute;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * The local dates whose reports are wanted.
 *
 * @param first of them
 * @param last of them, not before the first
 */
public record Target(LocalDate first, LocalDate last) {
  /** Days that a zone has left out in succession, at most. */
  private static final int ROOM = 1;

  public Target {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(last + " is before " + first);
    }
  }

  /**
   * Whether a period is wanted: it has one of the dates, or the one before it has, whose numbers it
   * repeats.
   */
  public boolean wants(LocalPeriod period) {
    return hasDateOf(period) || (period.start().isAfter(last) && hasDateOf(period.previous()));
  }

  private boolean hasDateOf(LocalPeriod period) {
    return !period.start().isAfter(last) && period.end().isAfter(first);
  }

  /**
   * All dates that decide the numbers of wanted periods: the wanted ones, the ones after them, and
   * the ones before them, with some days of room for dates that a zone has left out.
   */
  public Target reach(Collection<PeriodKind> kinds) {
    LocalDate from = first;
    LocalDate to = last;
    for (PeriodKind kind : kinds) {
      LocalDate before =
          LocalPeriod.of(kind, first, ZoneOffset.UTC).previous().start().minusDays(ROOM);
      LocalDate after =
          LocalPeriod.of(kind, last, ZoneOffset.UTC).next().end().minusDays(1).plusDays(ROOM);
      from = before.isBefore(from) ? before : from;
      to = after.isAfter(to) ? after : to;
    }
    return new Target(from, to);
  }

  /** Among which the wanted periods of a kind begin. */
  public Target starts(PeriodKind kind) {
    LocalDate next = LocalPeriod.of(kind, last, ZoneOffset.UTC).next().start();
    return new Target(kind.startOf(first), next.plusDays(ROOM));
  }

  /** The dates of both, and those between. */
  public Target span(Target that) {
    return new Target(
        first.isBefore(that.first) ? first : that.first,
        last.isAfter(that.last) ? last : that.last);
  }
}
