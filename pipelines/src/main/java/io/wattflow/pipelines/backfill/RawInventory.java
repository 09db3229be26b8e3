package io.wattflow.pipelines.backfill;

import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.source.RawSlice;
import io.wattflow.core.rows.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the raw table holds, and how it is best read. */
public final class RawInventory {
  private final Connection connection;
  private final String database;
  private final String table;
  private final List<String> devices;

  /**
   * Asks over a connection, which stays the caller's.
   *
   * @param devices only these; empty: all
   */
  public RawInventory(Connection connection, ClickHouseTarget store, List<String> devices) {
    this.connection = connection;
    this.database = store.database();
    this.table = store.qualified(Table.TELEMETRY);
    this.devices = List.copyOf(devices);
  }

  /** From when to when there are readings; empty if there are none. */
  public Optional<ReadingsSource.Extent> extent() throws SQLException {
    // Whole parts answer it, without a look at their rows.
    String sql =
        "SELECT count(), toUnixTimestamp64Milli(min(event_time)),"
            + " toUnixTimestamp64Milli(max(event_time)) FROM "
            + table
            + (devices.isEmpty() ? "" : " WHERE " + ofDevices());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      setDevices(select, 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getLong(1) > 0
            ? Optional.of(
                new ReadingsSource.Extent(
                    Instant.ofEpochMilli(row.getLong(2)), Instant.ofEpochMilli(row.getLong(3))))
            : Optional.empty();
      }
    }
  }

  /**
   * Since when nothing has expired: rows go part by part, so a day that is older may be there by
   * half.
   *
   * @return empty if the table keeps them for ever
   */
  public Optional<Instant> wholeSince(Instant now) throws SQLException {
    String sql =
        "SELECT toInt64OrZero(extract(create_table_query,"
            + " '\\\\bTTL .*? \\\\+ toIntervalDay\\\\((\\\\d+)\\\\)')) FROM system.tables"
            + " WHERE database = ? AND name = ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, database);
      select.setString(2, Table.TELEMETRY.tableName());
      try (ResultSet row = select.executeQuery()) {
        long days = row.next() ? row.getLong(1) : 0;
        return days == 0 ? Optional.empty() : Optional.of(now.minus(Duration.ofDays(days)));
      }
    }
  }

  /**
   * How many rows each day or hour has, repeats among them.
   *
   * @param unit length of a day or an hour
   * @return by their start; those without rows are left out
   */
  public SortedMap<Instant, Long> units(BackfillSpan span, Duration unit) throws SQLException {
    String sql =
        "SELECT intDiv(toUnixTimestamp64Milli(event_time), ?) AS unit, count() FROM "
            + table
            + " WHERE event_time >= fromUnixTimestamp64Milli(?)"
            + " AND event_time < fromUnixTimestamp64Milli(?)"
            + andDevices()
            + " GROUP BY unit";
    SortedMap<Instant, Long> units = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, unit.toMillis());
      select.setLong(2, span.from().toEpochMilli());
      select.setLong(3, span.until().toEpochMilli());
      setDevices(select, 4);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          units.put(Instant.ofEpochMilli(rows.getLong(1) * unit.toMillis()), rows.getLong(2));
        }
      }
    }
    return units;
  }

  /**
   * Slices of about so many rows, in the table's order; none if there are no rows.
   *
   * @param rowsOfSlice at least 1; a device that has more is a slice of its own
   */
  public List<RawSlice> slices(BackfillSpan span, int rowsOfSlice) throws SQLException {
    String sql =
        "SELECT tupleElement(first, 1), tupleElement(first, 2), tupleElement(last, 1),"
            + " tupleElement(last, 2) FROM (SELECT min((user_id, device_id)) AS first,"
            + " max((user_id, device_id)) AS last FROM (SELECT user_id, device_id, sum(n) OVER"
            + " (ORDER BY user_id, device_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - n"
            + " AS before FROM (SELECT user_id, device_id, count() AS n FROM "
            + table
            + " WHERE event_time >= fromUnixTimestamp64Milli(?)"
            + " AND event_time < fromUnixTimestamp64Milli(?)"
            + andDevices()
            + " GROUP BY user_id, device_id)) GROUP BY intDiv(before, ?)) ORDER BY first";
    List<RawSlice> slices = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, span.readFromMillis());
      select.setLong(2, span.readUntilMillis());
      int next = setDevices(select, 3);
      select.setInt(next, rowsOfSlice);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          slices.add(
              new RawSlice(
                  slices.size(),
                  span.readFromMillis(),
                  span.readUntilMillis(),
                  new RawSlice.Device(rows.getLong(1), rows.getString(2)),
                  new RawSlice.Device(rows.getLong(3), rows.getString(4))));
        }
      }
    }
    return slices;
  }

  private String ofDevices() {
    return "device_id IN (" + String.join(", ", Collections.nCopies(devices.size(), "?")) + ")";
  }

  private String andDevices() {
    return devices.isEmpty() ? "" : " AND " + ofDevices();
  }

  /** Sets the ids from a position on; the position behind them. */
  private int setDevices(PreparedStatement select, int position) throws SQLException {
    int at = position;
    for (String device : devices) {
      select.setString(at++, device);
    }
    return at;
  }
}
