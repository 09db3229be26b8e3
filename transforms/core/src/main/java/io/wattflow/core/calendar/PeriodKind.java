package io.wattflow.core.calendar;

import java.time.LocalDate;

/** The lengths of a local period. */
public enum PeriodKind {
  /** From one local midnight to the next. */
  DAY {
    @Override
    public LocalDate startOf(LocalDate date) {
      return date;
    }

    @Override
    LocalDate plus(LocalDate start, int periods) {
      return start.plusDays(periods);
    }
  },
  /** A calendar month. */
  MONTH {
    @Override
    public LocalDate startOf(LocalDate date) {
      return date.withDayOfMonth(1);
    }

    @Override
    LocalDate plus(LocalDate start, int periods) {
      return start.plusMonths(periods);
    }
  },
  /** A calendar year. */
  YEAR {
    @Override
    public LocalDate startOf(LocalDate date) {
      return date.withDayOfYear(1);
    }

    @Override
    LocalDate plus(LocalDate start, int periods) {
      return start.plusYears(periods);
    }
  };

  /** The first date of the period that a date is in. */
  public abstract LocalDate startOf(LocalDate date);

  /** The first date of a period that comes a number of periods later, or earlier if negative. */
  abstract LocalDate plus(LocalDate start, int periods);
}
