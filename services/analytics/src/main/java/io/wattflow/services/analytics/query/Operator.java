package io.wattflow.services.analytics.query;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a filter compares. A null value passes no filter but {@link #IS_NULL}. */
public enum Operator {
  EQ(1, 1),
  NE(1, 1),
  LT(1, 1),
  LTE(1, 1),
  GT(1, 1),
  GTE(1, 1),
  IN(1, 500),
  NOT_IN(1, 500),
  /** Text that begins so, in the same case. */
  STARTS_WITH(1, 1),
  IS_NULL(0, 0),
  IS_NOT_NULL(0, 0),
  /** An array with at least one of these in it. */
  HAS_ANY(1, 50),
  /** An array with all of these in it. */
  HAS_ALL(1, 50),
  /** An array with none of these in it. */
  HAS_NONE(1, 50);

  private static final Set<Operator> OF_EQUALITY = EnumSet.of(EQ, NE, IN, NOT_IN);
  private static final Set<Operator> OF_ORDER = EnumSet.of(LT, LTE, GT, GTE);
  private static final Set<Operator> OF_NULLS = EnumSet.of(IS_NULL, IS_NOT_NULL);

  private final int minValues;
  private final int maxValues;

  Operator(int minValues, int maxValues) {
    this.minValues = minValues;
    this.maxValues = maxValues;
  }

  /** Its name in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int minValues() {
    return minValues;
  }

  int maxValues() {
    return maxValues;
  }

  /** Those that fit a column. */
  static Set<Operator> of(Column column) {
    Set<Operator> fitting = EnumSet.noneOf(Operator.class);
    if (column.type() == ColumnType.STRINGS) {
      fitting.addAll(EnumSet.of(HAS_ANY, HAS_ALL, HAS_NONE));
      return fitting;
    }
    fitting.addAll(OF_EQUALITY);
    if (column.type() == ColumnType.STRING) {
      fitting.add(STARTS_WITH);
    } else {
      fitting.addAll(OF_ORDER);
    }
    if (column.nullable()) {
      fitting.addAll(OF_NULLS);
    }
    return fitting;
  }
}
