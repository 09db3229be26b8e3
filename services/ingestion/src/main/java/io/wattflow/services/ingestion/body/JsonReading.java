package io.wattflow.services.ingestion.body;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object to a reading in primitives. What is wrong with a field is kept, the first such
 * thing, and the rest of the object is gone through nevertheless, so that the parser stands behind
 * it. Fields that we do not know are passed over: a device may be newer than this service. Reused,
 * not thread-safe.
 */
final class JsonReading {
  private static final Map<String, Field> FIELDS = new HashMap<>();
  private static final Map<String, Integer> TYPE_CODES = new HashMap<>();
  private static final byte[] NO_BYTES = {};

  /** The fields of the schema, and the places of its bits in {@code seen}. */
  private enum Field {
    DEVICE_ID("device_id"),
    USER_ID("user_id"),
    DEVICE_TYPE("device_type"),
    EVENT_TIME("event_time"),
    POWER_WATTS("power_watts"),
    POWER_FACTOR("power_factor"),
    VOLTAGE_VOLTS("voltage_volts"),
    ENERGY_COUNTER_WH("energy_counter_wh"),
    SEQUENCE("sequence");

    private final String label;
    private final int bit;

    Field(String label) {
      this.label = label;
      this.bit = 1 << ordinal();
    }
  }

  static {
    for (Field field : Field.values()) {
      FIELDS.put(field.label, field);
    }
    FIELDS.put("energy_watts", Field.POWER_WATTS); // the first version's name of a power
    for (DeviceType type : DeviceType.values()) {
      TYPE_CODES.put(type.name(), DeviceType.getClassSchema().getEnumOrdinal(type.name()));
    }
  }

  private final Set<String> unknown = new HashSet<>();
  private int seen;
  private byte[] deviceId = NO_BYTES;
  private long userId;
  private int deviceType;
  private long eventTime;
  private double powerWatts;
  private double powerFactor;
  private double voltageVolts;
  private double energyCounterWh;
  private long sequence;
  private @Nullable String wrongField;
  private @Nullable String wrongReason;
  private String wrongDetail = "";

  /**
   * Reads an object whose opening brace was just read.
   *
   * @param index of the reading in its request
   * @param ownUser the sender's user; taken where the object names none
   * @return what is wrong with it; null if it is in {@code into}
   * @throws IOException if it is no JSON
   */
  @Nullable Rejection read(JsonParser json, int index, OptionalLong ownUser, DecodedReading into)
      throws IOException {
    begin();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      Field field = FIELDS.get(name);
      if (field == null) {
        passOver(json, name);
      } else {
        take(json, field, name, value);
      }
    }
    if (wrongReason == null) {
      requireFields(ownUser);
    }
    if (wrongReason != null) {
      return new Rejection(index, wrongField, wrongReason, wrongDetail);
    }
    fill(into);
    return null;
  }

  /** UTF-8 of the device id of the last reading that was good; an array that nobody else has. */
  byte[] deviceId() {
    return deviceId;
  }

  private void begin() {
    seen = 0;
    deviceType = 0;
    wrongField = null;
    wrongReason = null;
    if (!unknown.isEmpty()) {
      unknown.clear();
    }
  }

  private void wrong(@Nullable String field, String reason, String detail) {
    if (wrongReason == null) {
      wrongField = field;
      wrongReason = reason;
      wrongDetail = detail;
    }
  }

  private void passOver(JsonParser json, String name) throws IOException {
    json.skipChildren();
    if (!unknown.add(name)) {
      wrong(name, Rejection.DUPLICATE_FIELD, name + " stands twice");
    } else if (unknown.size() > BodyLimits.MAX_UNKNOWN_FIELDS) {
      wrong(
          null,
          Rejection.TOO_MANY_FIELDS,
          "more unknown fields than " + BodyLimits.MAX_UNKNOWN_FIELDS);
    }
  }

  private void take(JsonParser json, Field field, String name, JsonToken value) throws IOException {
    if ((seen & field.bit) != 0) {
      json.skipChildren();
      wrong(field.label, Rejection.DUPLICATE_FIELD, name + " is given twice (" + field.label + ")");
      return;
    }
    if (value == JsonToken.VALUE_NULL) {
      return; // as if it were not there
    }
    seen |= field.bit;
    if (value.isStructStart()) {
      json.skipChildren();
      wrongType(field, "a single value");
      return;
    }
    switch (field) {
      case DEVICE_ID -> deviceId = text(json, field, value);
      case DEVICE_TYPE -> deviceType = deviceType(json, field, value);
      case EVENT_TIME -> eventTime = eventTime(json, field, value);
      case USER_ID -> userId = integer(json, field, value);
      case SEQUENCE -> sequence = integer(json, field, value);
      case POWER_WATTS -> powerWatts = number(json, field, value);
      case POWER_FACTOR -> powerFactor = number(json, field, value);
      case VOLTAGE_VOLTS -> voltageVolts = number(json, field, value);
      case ENERGY_COUNTER_WH -> energyCounterWh = number(json, field, value);
    }
  }

  private void wrongType(Field field, String wanted) {
    wrong(field.label, Rejection.WRONG_TYPE, field.label + " must be " + wanted);
  }

  private byte[] text(JsonParser json, Field field, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      wrongType(field, "a string");
      return NO_BYTES;
    }
    String text = json.getText();
    if (hasLoneSurrogate(text)) {
      wrong(
          field.label,
          Rejection.MALFORMED_STRING,
          field.label + " holds half a surrogate pair: it is no Unicode");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private int deviceType(JsonParser json, Field field, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      wrongType(field, "a string");
      return 0;
    }
    Integer code = TYPE_CODES.get(json.getText());
    if (code == null) {
      wrong(
          field.label,
          Rejection.UNKNOWN_DEVICE_TYPE,
          "device_type must be one of " + Arrays.toString(DeviceType.values()));
      return 0;
    }
    return code;
  }

  private long eventTime(JsonParser json, Field field, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return integer(json, field, value);
    }
    if (value != JsonToken.VALUE_STRING) {
      wrongType(field, "a string (ISO 8601 with an offset) or whole milliseconds since 1970");
      return 0;
    }
    try {
      return ITU.parseDateTime(json.getText()).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      wrong(
          field.label,
          Rejection.INVALID_EVENT_TIME,
          "event_time must be like 2026-01-31T12:30:00.250Z: a date, a time and an offset");
      return 0;
    }
  }

  private long integer(JsonParser json, Field field, JsonToken value) throws IOException {
    try {
      if (value == JsonToken.VALUE_NUMBER_INT) {
        return json.getLongValue();
      }
    } catch (InputCoercionException e) {
      wrongType(field, "an integer of at most 64 bits");
      return 0;
    }
    wrongType(field, "an integer, without quotes or a decimal point");
    return 0;
  }

  private double number(JsonParser json, Field field, JsonToken value) throws IOException {
    if (!value.isNumeric()) {
      wrongType(field, "a number, without quotes");
      return 0;
    }
    return json.getDoubleValue();
  }

  private void requireFields(OptionalLong ownUser) {
    if (!has(Field.DEVICE_ID)) {
      missing(Field.DEVICE_ID);
    } else if (!has(Field.EVENT_TIME)) {
      missing(Field.EVENT_TIME);
    } else if (!has(Field.POWER_WATTS)) {
      missing(Field.POWER_WATTS);
    } else if (!has(Field.USER_ID)) {
      if (ownUser.isEmpty()) {
        missing(Field.USER_ID);
      } else {
        userId = ownUser.getAsLong();
      }
    }
  }

  private boolean has(Field field) {
    return (seen & field.bit) != 0;
  }

  private void missing(Field field) {
    wrong(field.label, Rejection.MISSING_FIELD, field.label + " is required");
  }

  private void fill(DecodedReading into) {
    into.setDeviceId(deviceId, 0, deviceId.length);
    into.setRequired(userId, deviceType, eventTime, powerWatts);
    if (has(Field.POWER_FACTOR)) {
      into.setPowerFactor(powerFactor);
    }
    if (has(Field.VOLTAGE_VOLTS)) {
      into.setVoltageVolts(voltageVolts);
    }
    if (has(Field.ENERGY_COUNTER_WH)) {
      into.setEnergyCounterWh(energyCounterWh);
    }
    if (has(Field.SEQUENCE)) {
      into.setSequence(sequence);
    }
  }
}
