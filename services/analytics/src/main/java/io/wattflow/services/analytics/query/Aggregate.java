package io.wattflow.services.analytics.query;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a measure makes one value of many. All but the counts give null where there is nothing. */
public enum Aggregate {
  SUM,
  AVG,
  MIN,
  MAX,
  /** Rows, or rows in which a field is not null. */
  COUNT,
  /** Distinct values, exactly. */
  COUNT_DISTINCT,
  /** The median, exactly. */
  P50,
  /** The value that 95 % do not exceed, exactly. */
  P95,
  /** The value at the earliest time of the view. */
  FIRST,
  /** The value at the latest time of the view. */
  LAST;

  /** Of numbers that may not be added up. */
  static final Set<Aggregate> OF_NUMBERS = EnumSet.complementOf(EnumSet.of(SUM));

  /** Of numbers whose sum means something. */
  static final Set<Aggregate> OF_AMOUNTS = EnumSet.allOf(Aggregate.class);

  static final Set<Aggregate> OF_TEXTS = EnumSet.of(COUNT, COUNT_DISTINCT, FIRST, LAST);
  static final Set<Aggregate> OF_TIMES = EnumSet.of(MIN, MAX, COUNT, COUNT_DISTINCT);
  static final Set<Aggregate> OF_IDENTITIES = EnumSet.of(COUNT, COUNT_DISTINCT);

  /** Its name in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of what it makes of values of a type. */
  ColumnType resultOf(ColumnType type) {
    return switch (this) {
      case COUNT, COUNT_DISTINCT, AVG -> ColumnType.NUMBER;
      case SUM, MIN, MAX, P50, P95, FIRST, LAST -> type;
    };
  }
}
