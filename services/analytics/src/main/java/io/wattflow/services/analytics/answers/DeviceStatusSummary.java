package io.wattflow.services.analytics.answers;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rows.DeviceTypeNames;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.live.KnownDevice;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which devices are there, and what they draw now. */
public record DeviceStatusSummary(long userId) implements Inquiry {
  private static final MeteringRules RULES = MeteringRules.defaults();

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);
  private static final int MISSED_REPORTS = 3;

  private record State(KnownDevice device, boolean online) {}

  @Override
  public AnswerKey key() {
    return new KeyName("device_status_summary").of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    DeviceStatuses statuses = DeviceStatuses.at(now);
    List<KnownDevice> devices = HouseholdDevices.ask(sources, freshness, userId, statuses);
    List<State> states =
        devices.stream().map(device -> new State(device, online(device, now))).toList();
    if (states.isEmpty() && !Known.user(sources.store(), freshness, userId)) {
      return Known.noUser(userId);
    }
    return new Loaded(
        Answer.json(JsonBody.of(json -> write(json, states))),
        CacheClass.REALTIME,
        statuses.rows(userId, devices));
  }

  private static boolean online(KnownDevice device, Instant now) {
    if (device.lastSeenMillis() == 0) {
      return false;
    }
    long interval =
        device.intervalSeconds() > 0
            ? device.intervalSeconds() * Spans.MILLIS
            : RULES.intervalMillis(DeviceTypeNames.typeOf(device.deviceType()).ordinal());
    long patience = Math.max(MISSED_REPORTS * interval, LEAST_PATIENCE.toMillis());
    return now.toEpochMilli() - device.lastSeenMillis() <= patience;
  }

  private void write(JsonBody json, List<State> states) throws IOException {
    Basis basis =
        Basis.of(states.stream().anyMatch(state -> Basis.isMeter(state.device().deviceType())));
    List<State> online = states.stream().filter(State::online).toList();
    List<KnownDevice> drawing =
        online.stream()
            .map(State::device)
            .filter(device -> basis.has(device.deviceType()))
            .toList();
    json.user(userId);
    json.millis(
        "as_of",
        states.stream().mapToLong(state -> state.device().lastSeenMillis()).max().orElse(0));
    json.whole("total", states.size());
    json.whole("online", online.size());
    json.whole("offline", states.size() - online.size());
    json.text("basis", basis.name());
    if (drawing.isEmpty()) {
      json.nothing("power_watts");
    } else {
      json.power(
          "power_watts",
          drawing.stream().mapToLong(device -> Math.round(device.power() * Spans.MILLIS)).sum());
    }
    json.rows("devices", states, DeviceStatusSummary::write);
  }

  private static void write(JsonBody json, State state) throws IOException {
    json.text("device_id", state.device().deviceId());
    json.text("device_type", state.device().deviceType());
    json.text("state", state.online() ? "ONLINE" : "OFFLINE");
    if (state.online()) {
      json.number("power_watts", state.device().power());
    } else {
      json.nothing("power_watts");
    }
    json.millis("last_seen", state.device().lastSeenMillis());
  }
}
