package io.wattflow.beam.sink;

import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import java.util.Collections;

/** The INSERT of each table. */
final class InsertStatements {
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
