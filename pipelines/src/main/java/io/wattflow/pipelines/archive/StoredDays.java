package io.wattflow.pipelines.archive;

import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.core.rollup.Quantities;
import io.wattflow.core.rollup.ReadingLimits;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.backfill.RawInventory;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The days of the raw table. Readings are distinct: repeats that no merge has met are unified. */
public final class StoredDays {
  private static final long DAY_MILLIS = DayTally.HOURS * DayTally.HOUR_MILLIS;

  private final Connection connection;
  private final ClickHouseTarget store;
  private final String table;

  /** Asks over a connection, which stays the caller's. */
  public StoredDays(Connection connection, ClickHouseTarget store) {
    this.connection = connection;
    this.store = store;
    this.table = "`" + store.database() + "`." + Table.TELEMETRY.tableName();
  }

  /** Takes the readings of a day. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one.
     *
     * @param reading valid until the next call
     */
    void accept(DecodedReading reading) throws IOException, InterruptedException;
  }

  /** From when to when there are readings; empty if there are none. */
  public Optional<ReadingsSource.Extent> extent() throws SQLException {
    return new RawInventory(connection, store, List.of()).extent();
  }

  /** Start of a day, in ms since the epoch. */
  static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** Counted and hashed by ClickHouse alone. */
  DayTally tally(LocalDate day) throws SQLException {
    List<Tally> hours = new ArrayList<>(DayTally.NONE.hours());
    String sql =
        "SELECT intDiv(toUnixTimestamp64Milli(event_time) - ?, ?) AS hour, count(), "
            + ReadingChecksum.SQL
            + ofDay()
            + " GROUP BY hour";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, millis(day));
      select.setLong(2, DayTally.HOUR_MILLIS);
      setDay(select, 3, day);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          hours.set(rows.getInt(1), new Tally(rows.getLong(2), rows.getLong(3)));
        }
      }
    }
    return new DayTally(hours);
  }

  /**
   * Reads a day in the order of the table: neighbours resemble each other, and the same readings
   * make the same files.
   */
  void read(LocalDate day, Sink sink) throws SQLException, IOException, InterruptedException {
    String sql =
        "SELECT user_id, device_id, device_type, toUnixTimestamp64Milli(event_time) AS t, sequence,"
            + " power_mw, power_factor, energy_counter_mwh, voltage_mv"
            + ofDay()
            + " ORDER BY user_id, device_id, device_type, event_time, sequence, power_mw,"
            + " power_factor, energy_counter_mwh";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      setDay(select, 1, day);
      try (ResultSet rows = select.executeQuery()) {
        Row row = new Row();
        while (rows.next()) {
          sink.accept(row.of(rows));
        }
      }
    }
  }

  private String ofDay() {
    return " FROM "
        + table
        + " FINAL WHERE event_time >= fromUnixTimestamp64Milli(?)"
        + " AND event_time < fromUnixTimestamp64Milli(?)";
  }

  private static void setDay(PreparedStatement select, int at, LocalDate day) throws SQLException {
    select.setLong(at, millis(day));
    select.setLong(at + 1, millis(day) + DAY_MILLIS);
  }

  /** A row as the reading that it was made of. */
  private static final class Row {
    private final DecodedReading reading = new DecodedReading();
    // Rows of a device follow each other.
    private @Nullable String device;
    private @Nullable String type;
    private byte[] deviceBytes = new byte[0];
    private int typeCode;

    DecodedReading of(ResultSet row) throws SQLException {
      setSeries(row.getString(2), row.getString(3));
      reading
          .setDeviceId(deviceBytes, 0, deviceBytes.length)
          .setRequired(row.getLong(1), typeCode, row.getLong(4), Quantities.watts(row.getLong(6)));
      long sequence = row.getLong(5);
      if (sequence != ReadingLimits.NO_SEQUENCE) {
        reading.setSequence(sequence);
      }
      int factor = row.getInt(7);
      if (factor != ReadingLimits.NO_POWER_FACTOR) {
        reading.setPowerFactor(Quantities.powerFactor(factor));
      }
      long counter = row.getLong(8);
      if (counter != ReadingLimits.NO_COUNTER) {
        reading.setEnergyCounterWh(Quantities.wattHours(counter));
      }
      int voltage = row.getInt(9);
      if (voltage != RowBlockBuilder.NO_VOLTAGE) {
        reading.setVoltageVolts(Quantities.volts(voltage));
      }
      return reading;
    }

    @SuppressWarnings("EnumOrdinal") // The position is the code on the wire.
    private void setSeries(String rowDevice, String rowType) throws SQLException {
      if (!rowDevice.equals(device)) {
        device = rowDevice;
        deviceBytes = rowDevice.getBytes(StandardCharsets.UTF_8);
      }
      if (!rowType.equals(type)) {
        type = rowType;
        try {
          typeCode = DeviceType.valueOf(rowType).ordinal();
        } catch (IllegalArgumentException e) {
          throw new SQLException("this version does not know the device type " + rowType, e);
        }
      }
    }
  }
}
