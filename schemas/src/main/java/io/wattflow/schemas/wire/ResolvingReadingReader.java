package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.DeviceType;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.util.Utf8;

/**
 * Reads bodies that another schema wrote, by Avro's schema resolution: fields by name or alias,
 * numbers widened, what is missing by default, a symbol we do not know as the enum's default, what
 * we do not know skipped.
 *
 * <p>One per writer's schema and thread. Slower than the hand-written path of the current schema,
 * but still without a record object per reading.
 */
final class ResolvingReadingReader {
  private static final Schema READER = PublishedSchemas.TELEMETRY_READING.current();
  private static final int DEVICE_TYPES = DeviceType.values().length;
  private static final int VALUE_BRANCH = 1;

  private final ResolvingDecoder resolving;
  private final int writersDeviceTypes;
  private Utf8 deviceId = new Utf8();
  private long userId;
  private int deviceType;
  private long eventTime;
  private double power;

  /**
   * Prepares the tables for one writer.
   *
   * @throws WireFault as {@link DecodeFailure#INCOMPATIBLE_SCHEMA} if the schema cannot be resolved
   */
  ResolvingReadingReader(Schema writer) throws WireFault {
    writersDeviceTypes = countDeviceTypes(writer);
    try {
      resolving = DecoderFactory.get().resolvingDecoder(writer, READER, null);
    } catch (AvroRuntimeException e) {
      throw incompatible(e);
    } catch (IOException e) {
      throw new WireFault(DecodeFailure.INCOMPATIBLE_SCHEMA, String.valueOf(e.getMessage()));
    }
  }

  /** Reads one body; what is left of the input afterwards is the caller's concern. */
  void read(WireInput in, DecodedReading into) throws IOException {
    try {
      resolving.configure(in);
      // The optional fields go to the holder at once, so the required ones must not clear them.
      into.setRequired(0, 0, 0, 0);
      for (Schema.Field field : resolving.readFieldOrder()) {
        readField(field, in, into);
      }
      resolving.drain();
    } catch (AvroTypeException e) {
      throw incompatible(e);
    } catch (AvroRuntimeException e) {
      throw new WireFault(DecodeFailure.MALFORMED, String.valueOf(e.getMessage()));
    } catch (IndexOutOfBoundsException e) {
      // The resolver indexes its tables with a branch or symbol of the wire, unchecked.
      throw new WireFault(
          DecodeFailure.MALFORMED, "no such branch or symbol before byte " + in.place());
    }
    into.setDeviceId(deviceId.getBytes(), 0, deviceId.getByteLength());
    into.setRequiredKeepingOptional(userId, deviceType, eventTime, power);
  }

  private void readField(Schema.Field field, WireInput in, DecodedReading into) throws IOException {
    switch (field.name()) {
      case "device_id" -> deviceId = resolving.readString(deviceId);
      case "user_id" -> userId = resolving.readLong();
      case "device_type" -> deviceType = readDeviceType(in);
      case "event_time" -> eventTime = resolving.readLong();
      case "power_watts" -> power = resolving.readDouble();
      case "power_factor" -> {
        if (isPresent()) {
          into.setPowerFactor(resolving.readDouble());
        }
      }
      case "voltage_volts" -> {
        if (isPresent()) {
          into.setVoltageVolts(resolving.readDouble());
        }
      }
      case "energy_counter_wh" -> {
        if (isPresent()) {
          into.setEnergyCounterWh(resolving.readDouble());
        }
      }
      case "sequence" -> {
        if (isPresent()) {
          into.setSequence(resolving.readLong());
        }
      }
      default -> throw new IllegalStateException("field without a reader: " + field.name());
    }
  }

  // Where the writer's symbols are a prefix of ours, the resolver passes a position through as it
  // is,
  // so one the writer never had would become one of our newer types.
  private int readDeviceType(WireInput in) throws IOException {
    int code = resolving.readEnum();
    int written = in.lastEnum();
    if (written < 0 || written >= writersDeviceTypes || code >= DEVICE_TYPES) {
      throw new WireFault(DecodeFailure.MALFORMED, "no such device type: " + written);
    }
    return code;
  }

  /** How many symbols the writer's device type has; 0 if it has no such enum. */
  private static int countDeviceTypes(Schema writer) {
    Schema.Field field =
        writer.getType() == Schema.Type.RECORD ? writer.getField("device_type") : null;
    if (field == null) {
      return 0;
    }
    List<Schema> branches =
        field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
    return branches.stream()
        .filter(branch -> branch.getType() == Schema.Type.ENUM)
        .mapToInt(branch -> branch.getEnumSymbols().size())
        .max()
        .orElse(0);
  }

  private boolean isPresent() throws IOException {
    if (resolving.readIndex() == VALUE_BRANCH) {
      return true;
    }
    resolving.readNull();
    return false;
  }

  private static WireFault incompatible(AvroRuntimeException cause) {
    return new WireFault(
        DecodeFailure.INCOMPATIBLE_SCHEMA,
        "the writer's schema cannot be read as a reading: " + cause.getMessage());
  }
}
