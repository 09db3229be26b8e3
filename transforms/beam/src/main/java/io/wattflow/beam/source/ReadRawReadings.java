package io.wattflow.beam.source;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.core.rows.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the raw table with JdbcIO, slice by slice, into deltas as {@code DecodeTelemetry} makes
 * them: shard and packed set of readings of one minute, timestamped within it. The number of the
 * slice is the shard.
 *
 * <p>Rows that no merge has unified yet are read twice, which changes nothing: a delta is a set.
 */
public final class ReadRawReadings extends PTransform<PBegin, PCollection<KV<Integer, byte[]>>> {
  /** Of packs of deltas: slice, and start and packed set of each minute. */
  static final Coder<KV<Integer, List<KV<Long, byte[]>>>> PACKS =
      KvCoder.of(
          VarIntCoder.of(), ListCoder.of(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of())));

  private static final String COLUMNS =
      "user_id, device_id, device_type, toUnixTimestamp64Milli(event_time) AS t, sequence,"
          + " power_mw, power_factor, energy_counter_mwh";

  private final ClickHouseTarget store;
  private final List<RawSlice> slices;
  private final List<String> devices;
  private final Duration minute;

  /**
   * Reads some slices.
   *
   * @param store where the table is
   * @param slices at least one
   * @param devices only these; empty: all
   * @param minute length of the shortest window
   */
  public ReadRawReadings(
      ClickHouseTarget store, List<RawSlice> slices, List<String> devices, Duration minute) {
    this.store = store;
    this.slices = List.copyOf(slices);
    this.devices = List.copyOf(devices);
    this.minute = minute;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PBegin begin) {
    return begin
        .apply("Slices", Create.of(slices).withCoder(SerializableCoder.of(RawSlice.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply(
            "Select",
            JdbcIO.<RawSlice, KV<Integer, List<KV<Long, byte[]>>>>readAll()
                .withDataSourceProviderFn(new ClickHouseDataSources(store))
                .withQuery(query())
                .withParameterSetter(new Parameters(devices))
                .withRowMapper(new PackRawRows(minute.toMillis()))
                .withCoder(PACKS)
                .withOutputParallelization(false))
        .apply("Deltas", ParDo.of(new DeltasFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  /**
   * The owners stand for themselves too: only they reach the primary key.
   *
   * <p>In lines, since JdbcIO looks for the table in what it takes for one line of SQL, and prints
   * the database's name where the output of a command should be.
   */
  private String query() {
    return "SELECT toInt32(?) AS slice,\n"
        + COLUMNS
        + "\nFROM "
        + store.qualified(Table.TELEMETRY)
        + " WHERE event_time >= fromUnixTimestamp64Milli(?) AND event_time <"
        + " fromUnixTimestamp64Milli(?) AND user_id >= ? AND user_id <= ? AND (user_id, device_id)"
        + " >= (?, ?) AND (user_id, device_id) <= (?, ?)"
        + (devices.isEmpty()
            ? ""
            : " AND device_id IN ("
                + String.join(", ", Collections.nCopies(devices.size(), "?"))
                + ")");
  }

  /** Of the query. */
  private record Parameters(List<String> devices)
      implements JdbcIO.PreparedStatementSetter<RawSlice> {
    @Override
    public void setParameters(RawSlice slice, PreparedStatement select) throws SQLException {
      select.setInt(1, slice.number());
      select.setLong(2, slice.fromMillis());
      select.setLong(3, slice.untilMillis());
      select.setLong(4, slice.first().userId());
      select.setLong(5, slice.last().userId());
      select.setLong(6, slice.first().userId());
      select.setString(7, slice.first().deviceId());
      select.setLong(8, slice.last().userId());
      select.setString(9, slice.last().deviceId());
      int at = 10;
      for (String device : devices) {
        select.setString(at++, device);
      }
    }
  }
}
