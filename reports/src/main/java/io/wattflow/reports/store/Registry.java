package io.wattflow.reports.store;

import io.wattflow.reports.store.ReportDatabase.Query;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What {@code users} and {@code devices} say of some users: texts as they stand there. */
public final class Registry {
  private final Map<Long, UserEntry> users = new HashMap<>();
  private final Map<Long, Map<String, String>> deviceZones = new HashMap<>();

  private record UserEntry(String zone, String tariff) {}

  private record DeviceEntry(long userId, String deviceId, String zone) {}

  private Registry() {}

  /** Reads it. */
  public static Registry read(ReportDatabase database, Collection<Long> userIds)
      throws SQLException {
    Registry registry = new Registry();
    Map<String, String> placeholders = Map.of("users", RollupStore.list(userIds));
    database.read(
        Query.of("registry_users.sql", placeholders),
        at -> Map.entry(at.getLong(1), new UserEntry(at.getString(2), at.getString(3))),
        entry -> registry.users.put(entry.getKey(), entry.getValue()));
    database.read(
        Query.of("registry_devices.sql", placeholders),
        at -> new DeviceEntry(at.getLong(1), at.getString(2), at.getString(3)),
        device ->
            registry
                .deviceZones
                .computeIfAbsent(device.userId(), user -> new HashMap<>())
                .put(device.deviceId(), device.zone()));
    return registry;
  }

  /** The zones of a user's devices that have their own, by device id. */
  public Map<String, String> deviceZones(long userId) {
    return deviceZones.getOrDefault(userId, Map.of());
  }

  /** The zone of a user; empty without one. */
  public String userZone(long userId) {
    UserEntry user = users.get(userId);
    return user == null ? "" : user.zone();
  }

  /** The tariff of a user; empty without one. */
  public String tariff(long userId) {
    UserEntry user = users.get(userId);
    return user == null ? "" : user.tariff();
  }
}
