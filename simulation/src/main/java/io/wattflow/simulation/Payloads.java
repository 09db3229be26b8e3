package io.wattflow.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Measurements to bytes of the wire: the current schema, or the first one for legacy devices. */
final class Payloads {
  private static final Map<Appliance, Integer> TYPE_CODES = typeCodes();

  private final ReadingEncoder encoder = new ReadingEncoder();
  private final LegacyEncoder legacyEncoder = new LegacyEncoder();
  private final DecodedReading holder = new DecodedReading();
  private final Map<String, byte[]> ids = new HashMap<>();

  byte[] encode(Measurement m) {
    return m.device().legacy()
        ? legacyEncoder.encode(
            idBytes(m.device().deviceId()),
            m.userId(),
            m.device().type(),
            m.eventTimeMillis(),
            m.watts())
        : encoder.encode(hold(m));
  }

  /** By the current schema, whatever the device is used to, and under any device id. */
  byte[] encodeCurrent(String deviceId, Measurement m) {
    byte[] id = deviceId.getBytes(UTF_8);
    return encoder.encode(hold(m).setDeviceId(id, 0, id.length));
  }

  /** In the framing of a schema registry. */
  byte[] encodeConfluent(Measurement m, int schemaId) {
    return encoder.encodeConfluent(schemaId, hold(m));
  }

  /** By the current schema without any optional field, so that the last four bytes are branches. */
  byte[] encodeRequiredOnly(Measurement m) {
    byte[] id = idBytes(m.device().deviceId());
    holder.setDeviceId(id, 0, id.length);
    holder.setRequired(m.userId(), typeCode(m), m.eventTimeMillis(), m.watts());
    return encoder.encode(holder);
  }

  private DecodedReading hold(Measurement m) {
    byte[] id = idBytes(m.device().deviceId());
    holder.setDeviceId(id, 0, id.length);
    // Clears the optional fields.
    holder.setRequired(m.userId(), typeCode(m), m.eventTimeMillis(), m.watts());
    if (!Double.isNaN(m.powerFactor())) {
      holder.setPowerFactor(m.powerFactor());
    }
    if (!Double.isNaN(m.volts())) {
      holder.setVoltageVolts(m.volts());
    }
    if (!Double.isNaN(m.energyCounterWh())) {
      holder.setEnergyCounterWh(m.energyCounterWh());
    }
    if (m.sequence() != TrueReading.NO_SEQUENCE) {
      holder.setSequence(m.sequence());
    }
    return holder;
  }

  private static Map<Appliance, Integer> typeCodes() {
    Map<Appliance, Integer> codes = new EnumMap<>(Appliance.class);
    for (Appliance type : Appliance.values()) {
      codes.put(type, DeviceType.getClassSchema().getEnumOrdinal(type.name()));
    }
    return codes;
  }

  private static int typeCode(Measurement m) {
    return TYPE_CODES.getOrDefault(m.device().type(), 0);
  }

  private byte[] idBytes(String deviceId) {
    return ids.computeIfAbsent(deviceId, id -> id.getBytes(UTF_8));
  }
}
