package io.wattflow.services.analytics.query;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view that may be asked.
 *
 * @param columns in their order; every view has {@value Catalog#USER_ID}
 * @param timeColumn that a time range is about and that orders first and last
 * @param window of a row, such as 1h; empty: of different lengths, or none
 * @param maxRange that one question may span
 * @param notAddedUp why sums of the view are wrong; null: they are right
 */
public record View(
    String name,
    String meaning,
    List<Column> columns,
    String timeColumn,
    String window,
    Duration maxRange,
    @Nullable String notAddedUp) {
  public View {
    columns = List.copyOf(columns);
  }

  /** The column of this name, or null. */
  public @Nullable Column column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst().orElse(null);
  }

  /** The column that a time range is about. */
  Column time() {
    Column time = column(timeColumn);
    if (time == null) {
      throw new IllegalStateException(name + " has no column " + timeColumn);
    }
    return time;
  }

  /** For {@code GET /v1/views}. */
  Map<String, Object> describe() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("meaning", meaning);
    members.put("window", window.isEmpty() ? null : window);
    members.put("time_column", timeColumn);
    members.put("max_range_days", maxRange.toDays());
    members.put("columns", columns.stream().map(View::describe).toList());
    return members;
  }

  private static Map<String, Object> describe(Column column) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", column.name());
    members.put("type", column.type().label());
    members.put("nullable", column.nullable());
    members.put("unit", column.unit().isEmpty() ? null : column.unit());
    members.put("aggregates", column.aggregates().stream().sorted().map(Aggregate::label).toList());
    members.put("operators", Operator.of(column).stream().map(Operator::label).toList());
    return members;
  }
}
