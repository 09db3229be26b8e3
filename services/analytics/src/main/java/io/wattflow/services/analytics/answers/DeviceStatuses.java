package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import io.wattflow.services.analytics.live.KnownDevice;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The devices of households, as ClickHouse knows them; times in s since the epoch.
 *
 * @param days from when on days are looked at: devices that have been silent since before are left
 *     out, unless the registry has them
 * @param hours from when on hours are looked at too
 * @param minutes from when on minutes are looked at too
 * @param end of the hour that runs
 */
record DeviceStatuses(long days, long hours, long minutes, long end)
    implements SharedQuestion<List<KnownDevice>> {
  private static final long DAY = 24 * Spans.HOUR;

  /** Devices older than this are left out, unless the registry has them. */
  private static final long REMEMBERED_DAYS = 31;

  /** As of an instant. */
  static DeviceStatuses at(Instant now) {
    long running = Spans.hourOf(now);
    long today = Math.floorDiv(running, DAY) * DAY;
    return new DeviceStatuses(
        today - REMEMBERED_DAYS * DAY,
        running - 2 * DAY,
        running - Spans.HOUR,
        running + Spans.HOUR);
  }

  /**
   * The rows that an answer depends on: none of before a device was last heard of, for they change
   * nothing. A device that is in no answer yet comes with the first day of it, or from the stream.
   */
  List<Change> rows(long userId, List<KnownDevice> devices) {
    List<Change> rows = knownBy(userId, devices);
    for (KnownDevice device : devices) {
      long from = floor(device, Spans.MINUTE);
      rows.add(Spans.rows(RollupWindow.ONE_MINUTE, userId, device.deviceId(), from, end));
    }
    return rows;
  }

  /**
   * The same without minutes: what changes them but the stream, which tells of devices itself, also
   * changes hours and days.
   */
  List<Change> knownBy(long userId, List<KnownDevice> devices) {
    List<Change> rows = new ArrayList<>();
    rows.add(Spans.rows(RollupWindow.ONE_DAY, userId, days, end));
    for (KnownDevice device : devices) {
      long from = floor(device, Spans.HOUR);
      rows.add(Spans.rows(RollupWindow.ONE_HOUR, userId, device.deviceId(), from, end));
    }
    return rows;
  }

  private long floor(KnownDevice device, long length) {
    long seen = Math.floorDiv(device.lastSeenMillis(), length * Spans.MILLIS) * length;
    return Math.max(days, seen);
  }

  @Override
  public Map<Long, List<KnownDevice>> ask(Connection connection, List<Long> users)
      throws SQLException {
    return Rows.ofUsers(
        connection,
        "device_status",
        users,
        at ->
            new KnownDevice(
                at.getString(2),
                at.getString(3),
                at.getInt(4) == 1,
                at.getLong(5),
                at.getLong(6),
                at.getDouble(7)),
        List.of(
            List.<Object>of(minutes, end),
            List.<Object>of(hours, end),
            List.<Object>of(days, end),
            List.of()));
  }
}
