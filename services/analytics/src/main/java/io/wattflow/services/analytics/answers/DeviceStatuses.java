package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.answers.DeviceStatuses.Device;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The devices of households; times in s since the epoch.
 *
 * @param remembered devices that have been silent since before are left out, unless the registry
 *     has them
 * @param recent from when on minutes are looked at, not only hours
 * @param end of the hour that runs
 */
record DeviceStatuses(long remembered, long recent, long end)
    implements SharedQuestion<List<Device>> {

  /**
   * A device.
   *
   * @param deviceType of the registry, or of its last reading
   * @param intervalSeconds between two reports, by the registry; 0: it does not say
   * @param lastSeenMillis 0: never
   * @param power at that time, in W
   */
  record Device(
      String deviceId,
      String deviceType,
      long intervalSeconds,
      long lastSeenMillis,
      double power) {}

  @Override
  public Map<Long, List<Device>> ask(Connection connection, List<Long> users) throws SQLException {
    return Rows.ofUsers(
        connection,
        "device_status",
        users,
        at ->
            new Device(
                at.getString(2), at.getString(3), at.getLong(4), at.getLong(5), at.getDouble(6)),
        List.of(List.<Object>of(recent, end), List.<Object>of(remembered, end), List.of()));
  }
}
