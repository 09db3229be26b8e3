package io.wattflow.beam.sink;

import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import java.util.Collections;
import java.util.Map;

/** The INSERT of each table, and the settings that it is sent with. */
final class InsertStatements {
  /** The server's settings for our inserts, whoever sends them. */
  static final Map<String, String> SETTINGS =
      Map.of(
          // Our blocks are large already; buffering would only delay the acknowledgement.
          "async_insert",
          "0",
          // Raw rows of a late upload may be of more days, and so partitions, than 100.
          "max_partitions_per_insert_block",
          "0",
          // Repeats are removed when parts are merged, and hidden by FINAL until then. Looking for
          // them in each block before that costs a sixth of the whole insert.
          "optimize_on_insert",
          "0");

  private InsertStatements() {}

  /** Lists every column in the table's order; the driver's binary mode silently relies on that. */
  static String insert(String database, Table table) {
    var columns = TableLayout.of(table).columns();
    return "INSERT INTO `"
        + database
        + "`."
        + table.tableName()
        + " ("
        + String.join(", ", columns.stream().map(column -> column.name()).toList())
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ")";
  }
}
