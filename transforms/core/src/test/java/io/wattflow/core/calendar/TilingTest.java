package io.wattflow.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Local days cover the time line once, in every zone that Java knows. */
class TilingTest {
  private static final LocalDate FIRST = LocalDate.of(1990, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2040, 12, 31);

  @Test
  void theDaysOfEveryZoneTileFiftyYears() {
    for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(name);
      LocalPeriod day = new LocalPeriod(PeriodKind.DAY, FIRST, zone);
      assertThat(day.from()).as(name).isEqualTo(FIRST.atStartOfDay(zone).toInstant());
      while (!day.start().isAfter(LAST)) {
        LocalPeriod next = day.next();
        check(day, next);
        day = next;
      }
      assertThat(day.from()).as(name).isEqualTo(LAST.plusDays(1).atStartOfDay(zone).toInstant());
    }
  }

  /** By what the clock shows, and not by how midnight is looked up. */
  private static void check(LocalPeriod day, LocalPeriod next) {
    Instant from = day.from();
    Instant to = day.to();
    boolean whole = from.getEpochSecond() % 60 == 0;
    long hours = Duration.between(from, to).toHours();
    // 31 at Vostok in Antarctica in 1994, which moved by seven hours.
    boolean plausible = hours <= 31 && !to.isBefore(from);
    boolean begins =
        !from.atZone(day.zone()).toLocalDate().isBefore(day.start())
            && from.minusSeconds(1).atZone(day.zone()).toLocalDate().isBefore(day.start());
    if (!whole || !plausible || !begins || !next.from().equals(to)) {
      throw new AssertionError(day + " from " + from + " to " + to + ", then " + next);
    }
  }
}
