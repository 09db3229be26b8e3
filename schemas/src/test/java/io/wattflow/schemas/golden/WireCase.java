package io.wattflow.schemas.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code golden/wire}: bytes, and what must become of them.
 *
 * <p>A case speaks of a pipeline with default limits whose clock stands at {@link #CLOCK}. If it
 * lists schemas, they are what the registry knows; otherwise no registry is configured.
 */
public final class WireCase {
  /** The time at which accepted cases are neither too old nor in the future. */
  public static final Instant CLOCK = Instant.parse("2026-11-23T12:00:10Z");

  /** Where a payload's way ends. */
  public enum Stage {
    /** Not a reading: the reason is a name of {@code DecodeFailure}. */
    DECODE,
    /** A reading that decodes and is refused by the validation, for the reason given. */
    VALIDATE,
    /** A good reading. */
    ACCEPT
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "/golden/wire/";

  private final String name;
  private final JsonNode content;

  private WireCase(String name, JsonNode content) {
    this.name = name;
    this.content = content;
  }

  /** All cases, by name. */
  public static List<WireCase> all() {
    return names().stream().map(WireCase::named).toList();
  }

  /** What {@code index.txt} lists; a folder within a jar cannot be listed simply. */
  public static List<String> names() {
    return new String(resource(FOLDER + "index.txt"), UTF_8).lines().toList();
  }

  /** The case of that name. */
  public static WireCase named(String name) {
    try {
      return new WireCase(name, JSON.readTree(resource(FOLDER + name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse the golden case " + name, e);
    }
  }

  private static byte[] resource(String path) {
    try (InputStream in = WireCase.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  public String name() {
    return name;
  }

  /** The record's value, a new array each time. */
  public byte[] payload() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (JsonNode part : content.path("parts")) {
      byte[] bytes = HexFormat.of().parseHex(part.path("hex").asText());
      for (int i = 0; i < part.path("times").asInt(1); i++) {
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  /** Schemas the registry knows, as JSON by id; empty: no registry. */
  public Map<Integer, String> registry() {
    Map<Integer, String> schemas = new TreeMap<>();
    content
        .path("registry")
        .fields()
        .forEachRemaining(
            entry -> schemas.put(Integer.parseInt(entry.getKey()), entry.getValue().toString()));
    return schemas;
  }

  public Stage stage() {
    return switch (expected().path("stage").asText()) {
      case "decode" -> Stage.DECODE;
      case "validate" -> Stage.VALIDATE;
      case "accept" -> Stage.ACCEPT;
      default -> throw new IllegalStateException("no such stage in " + name);
    };
  }

  /** The dead letter's reason, or null for an accepted case. */
  public @Nullable String reason() {
    return expected().path("reason").textValue();
  }

  /** What the payload decodes to; null where it does not decode or the file leaves it out. */
  public @Nullable DecodedReading reading() {
    JsonNode reading = expected().path("reading");
    return reading.isMissingNode() ? null : readingOf(reading);
  }

  private JsonNode expected() {
    return content.path("expect");
  }

  /** A reading from JSON with the field names of the current schema. */
  public static DecodedReading readingOf(JsonNode json) {
    DecodedReading reading =
        new DecodedReading()
            .set(
                json.path("device_id").asText(),
                json.path("user_id").longValue(),
                DeviceType.valueOf(json.path("device_type").asText()),
                json.path("event_time").longValue(),
                doubleOf(json.path("power_watts")));
    if (!json.path("power_factor").isNull()) {
      reading.setPowerFactor(doubleOf(json.path("power_factor")));
    }
    if (!json.path("voltage_volts").isNull()) {
      reading.setVoltageVolts(doubleOf(json.path("voltage_volts")));
    }
    if (!json.path("energy_counter_wh").isNull()) {
      reading.setEnergyCounterWh(doubleOf(json.path("energy_counter_wh")));
    }
    if (!json.path("sequence").isNull()) {
      reading.setSequence(json.path("sequence").longValue());
    }
    return reading;
  }

  // JSON has no NaN and no infinity: they stand as text.
  private static double doubleOf(JsonNode json) {
    return json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
  }

  @Override
  public String toString() {
    return name;
  }
}
