package io.wattflow.simulation.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** JSON bodies read by another library, in the plainest way. */
final class ParsedReadings {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ParsedReadings() {}

  /** An object, or an array of objects. */
  static List<DecodedReading> json(byte[] body) throws IOException {
    JsonNode root = MAPPER.readTree(body);
    List<DecodedReading> readings = new ArrayList<>();
    if (root.isArray()) {
      root.forEach(node -> readings.add(reading(node)));
    } else {
      readings.add(reading(root));
    }
    return readings;
  }

  /** An object a line; the last line ends as the others do. */
  static List<DecodedReading> lines(byte[] body) throws IOException {
    List<DecodedReading> readings = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        readings.add(reading(MAPPER.readTree(line)));
      }
    }
    return readings;
  }

  private static DecodedReading reading(JsonNode node) {
    JsonNode time = node.required("event_time");
    JsonNode watts =
        node.has("energy_watts") ? node.required("energy_watts") : node.required("power_watts");
    DecodedReading reading =
        new DecodedReading()
            .set(
                node.required("device_id").textValue(),
                node.required("user_id").longValue(),
                DeviceType.valueOf(node.required("device_type").textValue()),
                time.isTextual()
                    ? Instant.parse(time.textValue()).toEpochMilli()
                    : time.longValue(),
                watts.doubleValue());
    if (node.has("power_factor")) {
      reading.setPowerFactor(node.get("power_factor").doubleValue());
    }
    if (node.has("voltage_volts")) {
      reading.setVoltageVolts(node.get("voltage_volts").doubleValue());
    }
    if (node.has("energy_counter_wh")) {
      reading.setEnergyCounterWh(node.get("energy_counter_wh").doubleValue());
    }
    if (node.has("sequence")) {
      reading.setSequence(node.get("sequence").longValue());
    }
    return reading;
  }
}
