package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.query.AdHocQuery.Dimension;
import io.wattflow.services.analytics.query.AdHocQuery.Filter;
import io.wattflow.services.analytics.query.AdHocQuery.Measure;
import io.wattflow.services.analytics.query.AdHocQuery.Order;
import io.wattflow.services.analytics.query.AdHocQuery.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads questions. Every name is looked up in the catalog and every value is read by the type of
 * its column, so that what comes out can be asked.
 */
public final class QueryParser {
  /** The longest document that is read. */
  public static final int MAX_BYTES = JsonDocument.MAX_BYTES;

  private static final int MAX_FILTERS = 32;
  private static final int DEFAULT_LIMIT = 1_000;
  private static final Set<String> NAMES =
      Set.of("view", "measures", "dimensions", "filters", "time_range", "order_by", "limit");
  private static final Set<String> FILTER_NAMES = Set.of("field", "operator", "values");
  private static final Set<String> RANGE_NAMES = Set.of("from", "to");

  private final Catalog catalog;

  public QueryParser(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reads a JSON document.
   *
   * @throws InvalidQueryException if it is no question; it names every field that is to blame
   */
  public AdHocQuery parse(byte[] document) throws InvalidQueryException {
    Faults faults = new Faults();
    Members query = Members.of(JsonDocument.read(document), "", faults, NAMES);
    View view = query == null ? null : view(query, faults);
    if (query == null || view == null) {
      faults.throwIfAny();
      throw new IllegalStateException("neither a view nor a fault");
    }
    Outputs outputs = new Outputs(view, faults);
    List<Dimension> dimensions = outputs.dimensions(query);
    List<Measure> measures = outputs.measures(query);
    List<Filter> filters = filters(query, view, faults);
    TimeRange range = timeRange(query, view, faults);
    List<Order> order = outputs.order(query);
    int limit = query.number("limit", DEFAULT_LIMIT, 1, AdHocQuery.MAX_LIMIT);
    requireOneCurrency(measures, dimensions, filters, faults);
    faults.throwIfAny();
    if (range == null) {
      throw new IllegalStateException("neither a time range nor a fault");
    }
    return new AdHocQuery(view, measures, dimensions, filters, range, order, limit);
  }

  private @Nullable View view(Members query, Faults faults) {
    String name = query.text("view", true);
    View view = name == null ? null : catalog.view(name);
    if (name != null && view == null) {
      String known = catalog.views().stream().map(View::name).collect(Collectors.joining(", "));
      faults.add("/view", "must be one of " + known);
    }
    return view;
  }

  private static List<Filter> filters(Members query, View view, Faults faults) {
    List<Filter> filters = new ArrayList<>();
    List<JsonNode> nodes = query.array("filters", MAX_FILTERS);
    for (int i = 0; i < nodes.size(); i++) {
      Members members = Members.of(nodes.get(i), "/filters/" + i, faults, FILTER_NAMES);
      Filter filter = members == null ? null : filter(members, view, faults);
      if (filter != null) {
        filters.add(filter);
      }
    }
    return filters;
  }

  private static @Nullable Filter filter(Members members, View view, Faults faults) {
    Column column = members.column("field", view);
    if (column == null) {
      return null;
    }
    Operator operator = members.word("operator", true, Operator.of(column));
    if (operator == null) {
      return null;
    }
    List<JsonNode> nodes = members.array("values", operator.maxValues());
    if (nodes.size() < operator.minValues()) {
      faults.add(
          members.pointer("values"),
          operator.maxValues() == 1
              ? "must have exactly one element"
              : "must have 1 to %d elements".formatted(operator.maxValues()));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String pointer = members.pointer("values") + "/" + i;
      Object value = ValueReader.read(nodes.get(i), column, pointer, faults);
      if (value != null) {
        values.add(value);
      }
    }
    return new Filter(column, operator, values);
  }

  private static @Nullable TimeRange timeRange(Members query, View view, Faults faults) {
    JsonNode node = query.required("time_range");
    Members members = node == null ? null : Members.of(node, "/time_range", faults, RANGE_NAMES);
    if (members == null) {
      return null;
    }
    JsonNode first = members.required("from");
    JsonNode second = members.required("to");
    if (first == null || second == null) {
      return null;
    }
    Object from = ValueReader.read(first, view.time(), members.pointer("from"), faults);
    Object to = ValueReader.read(second, view.time(), members.pointer("to"), faults);
    if (from == null || to == null) {
      return null;
    }
    TimeRange range = new TimeRange(from, to);
    if (range.length().isNegative() || range.length().isZero()) {
      faults.add(members.pointer("to"), "must be later than from");
    } else if (range.length().compareTo(view.maxRange()) > 0) {
      faults.add(
          members.pointer("to"),
          "%s can be asked for at most %d days at once: take less, or a coarser view"
              .formatted(view.name(), view.maxRange().toDays()));
    }
    return range;
  }

  /** Costs of different currencies must not end up in one value. */
  private static void requireOneCurrency(
      List<Measure> measures, List<Dimension> dimensions, List<Filter> filters, Faults faults) {
    boolean byCurrency =
        dimensions.stream().anyMatch(each -> each.column().name().equals(Catalog.CURRENCY))
            || filters.stream().anyMatch(QueryParser::namesOneCurrency);
    for (int i = 0; i < measures.size(); i++) {
      Column column = measures.get(i).column();
      boolean mixes = column != null && column.type() == ColumnType.DECIMAL;
      if (mixes && !byCurrency && !Aggregate.OF_IDENTITIES.contains(measures.get(i).aggregate())) {
        faults.add(
            "/measures/" + i,
            "costs of different currencies cannot be put together: add the dimension currency, or"
                + " a filter that it equals one");
      }
    }
  }

  private static boolean namesOneCurrency(Filter filter) {
    return filter.column().name().equals(Catalog.CURRENCY) && filter.operator() == Operator.EQ;
  }
}
