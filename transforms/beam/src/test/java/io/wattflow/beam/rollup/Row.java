package io.wattflow.beam.rollup;

import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import io.wattflow.core.rows.TableLayout;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The columns of a rollup row that the tests of windows look at. */
record Row(String device, Instant window, long count, double energyWh, long version)
    implements Serializable {

  /** A row with its energy rounded to a microwatt-hour, so that rows can be compared. */
  static Row of(String device, Instant window, long count, double energyWh, long version) {
    return new Row(device, window, count, Math.round(energyWh * 1e6) / 1e6, version);
  }

  static List<Row> of(RowBlock block) {
    List<String> names = TableLayout.of(block.table()).columnNames();
    List<Row> rows = new ArrayList<>();
    RowReader reader = new RowReader(block);
    while (reader.hasNext()) {
      Map<String, Object> values = new HashMap<>();
      reader.readRow(new Values(names, values));
      rows.add(
          of(
              (String) value(values, "device_id"),
              Instant.ofEpochMilli((Long) value(values, "window_start")),
              (Long) value(values, "reading_count"),
              (Double) value(values, "energy_wh"),
              (Long) value(values, "version")));
    }
    return rows;
  }

  private static Object value(Map<String, Object> values, String column) {
    return Objects.requireNonNull(values.get(column), column);
  }

  private record Values(List<String> names, Map<String, Object> values) implements ColumnSink {
    private void put(int column, Object value) {
      values.put(names.get(column - 1), value);
    }

    @Override
    public void setLong(int column, long value) {
      put(column, value);
    }

    @Override
    public void setDouble(int column, double value) {
      put(column, value);
    }

    @Override
    public void setString(int column, String value) {
      put(column, value);
    }

    @Override
    public void setNull(int column) {}

    @Override
    public void setInstantMillis(int column, long millis) {
      put(column, millis);
    }
  }
}
