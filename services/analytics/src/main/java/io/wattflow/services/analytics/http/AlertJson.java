package io.wattflow.services.analytics.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;

/** Alerts as clients see them. */
final class AlertJson {
  private AlertJson() {}

  /** A published alert with its identity in front, on one line. */
  static String withId(JsonNode alert) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", id(alert));
    alert.properties().forEach(member -> shown.set(member.getKey(), member.getValue()));
    return shown.toString();
  }

  /** Device, rule and start: what identifies an alert of a user. */
  private static String id(JsonNode alert) {
    String start = alert.path("start").asText();
    String millis;
    try {
      millis = Long.toString(Instant.parse(start).toEpochMilli());
    } catch (DateTimeException e) {
      millis = start;
    }
    return alert.path("device_id").asText() + ":" + alert.path("rule").asText() + ":" + millis;
  }
}
