package io.wattflow.core.rows;

import static io.wattflow.core.rows.ColumnType.DATE_TIME;
import static io.wattflow.core.rows.ColumnType.DATE_TIME_MILLIS;
import static io.wattflow.core.rows.ColumnType.FLOAT64;
import static io.wattflow.core.rows.ColumnType.INT16;
import static io.wattflow.core.rows.ColumnType.INT32;
import static io.wattflow.core.rows.ColumnType.INT64;
import static io.wattflow.core.rows.ColumnType.LOW_CARDINALITY_STRING;
import static io.wattflow.core.rows.ColumnType.NULLABLE_FLOAT64;
import static io.wattflow.core.rows.ColumnType.STRING;
import static io.wattflow.core.rows.ColumnType.UINT32;
import static io.wattflow.core.rows.ColumnType.UINT64;
import static io.wattflow.core.rows.ColumnType.UINT8;

import java.util.List;

/**
 * The columns of a table in their binding order. RowBinary carries no names: a table whose columns
 * stand in another order would take the values swapped, silently. So whoever writes blocks compares
 * this with the table at start.
 *
 * @param columns in order
 */
public record TableLayout(List<Column> columns) {
  static final TableLayout TELEMETRY =
      new TableLayout(
          List.of(
              new Column("user_id", UINT64),
              new Column("device_id", STRING),
              new Column("device_type", LOW_CARDINALITY_STRING),
              new Column("event_time", DATE_TIME_MILLIS),
              new Column("sequence", INT64),
              new Column("power_mw", INT64),
              new Column("power_factor", INT16),
              new Column("energy_counter_mwh", INT64),
              new Column("voltage_mv", INT32)));

  static final TableLayout ROLLUP =
      new TableLayout(
          List.of(
              new Column("user_id", UINT64),
              new Column("device_id", STRING),
              new Column("device_type", LOW_CARDINALITY_STRING),
              new Column("window_start", DATE_TIME),
              new Column("reading_count", UINT32),
              new Column("power_min", FLOAT64),
              new Column("power_max", FLOAT64),
              new Column("power_mean", FLOAT64),
              new Column("power_time_weighted_mean", FLOAT64),
              new Column("power_first", FLOAT64),
              new Column("power_last", FLOAT64),
              new Column("power_p50", FLOAT64),
              new Column("power_p95", FLOAT64),
              new Column("last_event_time", DATE_TIME_MILLIS),
              new Column("energy_wh", FLOAT64),
              new Column("energy_estimated_wh", FLOAT64),
              new Column("counter_energy_wh", NULLABLE_FLOAT64),
              new Column("power_factor_mean", NULLABLE_FLOAT64),
              new Column("covered_seconds", FLOAT64),
              new Column("quality", UINT8),
              new Column("version", UINT64)));

  /** Copies the list. */
  public TableLayout {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param name its name
   * @param type its type
   */
  public record Column(String name, ColumnType type) {}

  /** The layout of a table. */
  public static TableLayout of(Table table) {
    return table == Table.TELEMETRY ? TELEMETRY : ROLLUP;
  }

  /** The names in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }
}
