package io.wattflow.services.analytics.answers;

import io.wattflow.cache.DeviceStatus;
import io.wattflow.services.analytics.live.KnownDevice;
import io.wattflow.services.analytics.live.LiveDevices;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The devices of one household, from Redis where that is enough. */
final class HouseholdDevices {
  private HouseholdDevices() {}

  /**
   * All devices, by id.
   *
   * @param freshness who may answer where Redis does not know enough; what it knows is evicted when
   *     rows change, so it is as fresh as the master's answer
   */
  static List<KnownDevice> ask(
      Sources sources, Store.Freshness freshness, long userId, DeviceStatuses question)
      throws StoreException {
    LiveDevices.Look look = sources.devices().look(userId);
    List<KnownDevice> known = look == null ? null : look.known();
    if (known == null) {
      known = sources.store().ask(userId, freshness, question).orElse(List.of());
      if (look != null && !look.statuses().isEmpty()) {
        sources.devices().keep(userId, look.asked(), known, question.knownBy(userId, known));
      }
    }
    return look == null ? known : joined(known, look.statuses(), question.days());
  }

  /** Those of which nothing but an old status is known are left out, as ClickHouse does. */
  private static List<KnownDevice> joined(
      List<KnownDevice> known, List<DeviceStatus> statuses, long fromSecond) {
    SortedMap<String, KnownDevice> devices = new TreeMap<>();
    for (KnownDevice device : known) {
      devices.put(device.deviceId(), device);
    }
    for (DeviceStatus status : statuses) {
      KnownDevice device = devices.get(status.deviceId());
      if (device != null) {
        devices.put(status.deviceId(), device.after(status));
      } else if (status.eventTimeMillis() >= fromSecond * Spans.MILLIS) {
        devices.put(status.deviceId(), KnownDevice.of(status));
      }
    }
    return List.copyOf(devices.values());
  }
}
