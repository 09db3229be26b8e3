package io.wattflow.services.analytics.query;

import java.util.Set;

/**
 * A column of a view that may be asked for.
 *
 * @param nullable whether values may be missing
 * @param aggregates what may be made of it
 * @param unit of its values, such as Wh; empty: none
 */
public record Column(
    String name, ColumnType type, boolean nullable, Set<Aggregate> aggregates, String unit) {
  public Column {
    aggregates = Set.copyOf(aggregates);
  }

  static Column text(String name) {
    return new Column(name, ColumnType.STRING, false, Aggregate.OF_TEXTS, "");
  }

  /** A number that stands for something and is not calculated with. */
  static Column identity(String name) {
    return new Column(name, ColumnType.NUMBER, false, Aggregate.OF_IDENTITIES, "");
  }

  /** A number that may be added up. */
  static Column amount(String name, String unit) {
    return new Column(name, ColumnType.NUMBER, false, Aggregate.OF_AMOUNTS, unit);
  }

  /** A number that may not be added up: a mean, a share, a power. */
  static Column number(String name, String unit) {
    return new Column(name, ColumnType.NUMBER, false, Aggregate.OF_NUMBERS, unit);
  }

  static Column cost(String name) {
    return new Column(name, ColumnType.DECIMAL, true, Aggregate.OF_AMOUNTS, "of the currency");
  }

  static Column time(String name) {
    return new Column(name, ColumnType.TIMESTAMP, false, Aggregate.OF_TIMES, "");
  }

  static Column date(String name) {
    return new Column(name, ColumnType.DATE, false, Aggregate.OF_TIMES, "");
  }

  static Column texts(String name) {
    return new Column(name, ColumnType.STRINGS, false, Set.of(Aggregate.COUNT), "");
  }

  /** The same column, whose values may be missing. */
  Column orNull() {
    return new Column(name, type, true, aggregates, unit);
  }

  /** The same column without its sum. */
  Column notAddedUp() {
    return new Column(name, type, nullable, Aggregate.OF_NUMBERS, unit);
  }
}
