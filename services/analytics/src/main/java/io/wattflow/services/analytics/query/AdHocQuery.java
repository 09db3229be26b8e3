package io.wattflow.services.analytics.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A question whose every name is of the catalog and whose every value fits.
 *
 * @param measures with distinct names, also from those of the dimensions
 * @param limit of rows, 1 to {@value #MAX_LIMIT}
 */
public record AdHocQuery(
    View view,
    List<Measure> measures,
    List<Dimension> dimensions,
    List<Filter> filters,
    TimeRange timeRange,
    List<Order> orderBy,
    int limit) {
  static final int MAX_LIMIT = 10_000;

  public AdHocQuery {
    measures = List.copyOf(measures);
    dimensions = List.copyOf(dimensions);
    filters = List.copyOf(filters);
    orderBy = List.copyOf(orderBy);
  }

  /**
   * One value of many.
   *
   * @param column null: of rows as such
   * @param as its name in the answer
   */
  public record Measure(Aggregate aggregate, @Nullable Column column, String as) {}

  /**
   * What rows are grouped by.
   *
   * @param granularity null: the values as they are
   * @param zone whose clocks count, and in whose offset instants are written
   * @param as its name in the answer
   */
  public record Dimension(
      Column column, @Nullable Granularity granularity, ZoneId zone, String as) {}

  /**
   * Which rows count.
   *
   * @param values by the type of the column: String, BigDecimal, Instant or LocalDate
   */
  public record Filter(Column column, Operator operator, List<Object> values) {
    public Filter {
      values = List.copyOf(values);
    }
  }

  /**
   * The span of the view's time column, from the first to before the second: two Instants, or two
   * LocalDates where the column is one.
   */
  public record TimeRange(Object from, Object to) {
    /** Of dates, as if every day had 24 hours. */
    Duration length() {
      return from instanceof LocalDate first && to instanceof LocalDate last
          ? Duration.ofDays(ChronoUnit.DAYS.between(first, last))
          : Duration.between((Instant) from, (Instant) to);
    }
  }

  /**
   * In which order rows come.
   *
   * @param output number of the dimension or, behind all dimensions, of the measure
   */
  public record Order(int output, boolean descending) {}

  /** The only user that the filters let through, if they name one. */
  OptionalLong onlyUser() {
    return filters.stream()
        .filter(filter -> filter.column().name().equals(Catalog.USER_ID))
        .filter(filter -> filter.operator() == Operator.EQ || filter.operator() == Operator.IN)
        .filter(filter -> filter.values().size() == 1)
        .mapToLong(filter -> ((Number) filter.values().get(0)).longValue())
        .findFirst();
  }
}
