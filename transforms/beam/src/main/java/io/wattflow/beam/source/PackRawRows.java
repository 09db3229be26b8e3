package io.wattflow.beam.source;

import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.core.rows.DeviceTypeNames;
import java.io.Serial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.values.KV;

/**
 * Makes one element of many rows: it moves the result on by itself, in the end behind its last row,
 * where JdbcIO asks once more and is told the same. JdbcIO's cost, and that of all steps behind it,
 * is per element.
 */
final class PackRawRows implements JdbcIO.RowMapper<KV<Integer, List<KV<Long, byte[]>>>> {
  @Serial private static final long serialVersionUID = 1L;

  private final long minuteMillis;

  PackRawRows(long minuteMillis) {
    this.minuteMillis = minuteMillis;
  }

  @Override
  public KV<Integer, List<KV<Long, byte[]>>> mapRow(ResultSet rows) throws SQLException {
    MinuteDeltas deltas = new MinuteDeltas(minuteMillis);
    int slice = rows.getInt(1);
    SeriesKey series = SeriesKey.of(0, "", 0);
    long user = 0;
    String device = "";
    String type = "";
    do {
      long rowUser = rows.getLong(2);
      String rowDevice = rows.getString(3);
      String rowType = rows.getString(4);
      if (rowUser != user || !rowDevice.equals(device) || !rowType.equals(type)) {
        user = rowUser;
        device = rowDevice;
        type = rowType;
        series = SeriesKey.of(user, device, DeviceTypeNames.typeOf(type).ordinal());
      }
      deltas.add(
          series,
          rows.getLong(5),
          rows.getLong(7),
          rows.getInt(8),
          rows.getLong(9),
          rows.getLong(6));
    } while (deltas.readings() < MinuteDeltas.MAX_READINGS && rows.next());
    return KV.of(slice, deltas.encode());
  }
}
