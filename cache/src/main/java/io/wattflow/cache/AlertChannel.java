package io.wattflow.cache;

/**
 * How live alerts travel from whoever raises them to whoever shows them: by a channel in Redis. A
 * message is a JSON object with the members of the table {@code alerts}, instants in ISO 8601:
 *
 * <pre>{@code
 * {"user_id": 1042, "device_id": "meter-1", "rule": "power-above-limit", "severity": "CRITICAL",
 *  "state": "RAISED", "start": "2026-11-27T09:40:00Z", "event_time": "2026-11-27T09:41:20Z",
 *  "value": 9000.0, "threshold": 8000.0, "version": 7}
 * }</pre>
 *
 * <p>Channels lose what nobody hears. So an alert is stored in ClickHouse first and published then;
 * whoever subscribes asks ClickHouse afterwards, and has missed nothing.
 */
public final class AlertChannel {
  /** The channel's name. */
  public static final String NAME = "wattflow:alerts";

  private AlertChannel() {}
}
