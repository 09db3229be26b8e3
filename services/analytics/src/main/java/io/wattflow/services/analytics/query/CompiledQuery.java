package io.wattflow.services.analytics.query;

import java.time.ZoneId;
import java.util.List;

/**
 * A statement.
 *
 * @param sql of the catalog's names and the compiler's own words; {@code ?} for each value
 * @param binds Long, Double or String, in the order of the question marks
 * @param outputs what its columns are, in their order
 * @param limit of rows of the answer; the statement gives one more if there are more
 */
record CompiledQuery(String sql, List<Object> binds, List<Output> outputs, int limit) {
  CompiledQuery {
    binds = List.copyOf(binds);
    outputs = List.copyOf(outputs);
  }

  /**
   * A column of the answer. The statement has an instant in milliseconds since 1970 and a date as
   * text, so that no driver's idea of time zones gets in between.
   *
   * @param type of what the client sees
   * @param zone in whose offset instants are written
   * @param fromDate whether an instant is the first one of a date
   */
  record Output(String name, ColumnType type, ZoneId zone, boolean fromDate) {}
}
