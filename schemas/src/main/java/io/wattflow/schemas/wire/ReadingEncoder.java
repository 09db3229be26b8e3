package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.TelemetryReading;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Readings to bytes of the current schema, the same bytes Avro's own encoder writes.
 *
 * <p>Writes into a buffer of its own that is reused, so a generator can send {@link #buffer()} up
 * to {@link #length()} without an array per reading. Not thread-safe.
 */
public final class ReadingEncoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // Framing 10, three varints of at most 10, power 8, three optional doubles of 9, sequence 11, and
  // the length of the device id.
  private static final int MOST_WITHOUT_DEVICE_ID = 10 + 3 * 10 + 8 + 3 * 9 + 11 + 10;

  private byte[] buffer = new byte[256];
  private int position;

  /** Avro single-object encoding, into the buffer; returns the length. */
  public int write(DecodedReading reading) {
    ensureRoom(reading.deviceIdLength());
    position = Framing.putSingleObject(buffer, ReadingDecoder.CURRENT_FINGERPRINT);
    writeBody(reading);
    return position;
  }

  /** The bytes of the last write begin at 0; valid until the next write. */
  public byte[] buffer() {
    return buffer;
  }

  /** How many bytes the last write took. */
  public int length() {
    return position;
  }

  /** The body alone, without framing, from the start of the buffer; returns the length. */
  int writeUnframed(DecodedReading reading) {
    ensureRoom(reading.deviceIdLength());
    position = 0;
    writeBody(reading);
    return position;
  }

  /** Avro single-object encoding, as an array of its own. */
  public byte[] encode(DecodedReading reading) {
    write(reading);
    return Arrays.copyOf(buffer, position);
  }

  /**
   * Avro single-object encoding of the generated class; the event time is cut to milliseconds.
   *
   * @throws NullPointerException if a required field is null
   */
  public byte[] encode(TelemetryReading reading) {
    return encode(holderOf(reading));
  }

  /**
   * Confluent framing.
   *
   * @param schemaId the id under which a registry knows the current schema
   */
  public byte[] encodeConfluent(int schemaId, DecodedReading reading) {
    ensureRoom(reading.deviceIdLength());
    position = Framing.putConfluent(buffer, schemaId);
    writeBody(reading);
    return Arrays.copyOf(buffer, position);
  }

  /** The same reading in primitives, in a new holder. */
  public static DecodedReading holderOf(TelemetryReading reading) {
    DecodedReading holder =
        new DecodedReading()
            .set(
                reading.getDeviceId(),
                reading.getUserId(),
                reading.getDeviceType(),
                reading.getEventTime().toEpochMilli(),
                reading.getPowerWatts());
    if (reading.getPowerFactor() != null) {
      holder.setPowerFactor(reading.getPowerFactor());
    }
    if (reading.getVoltageVolts() != null) {
      holder.setVoltageVolts(reading.getVoltageVolts());
    }
    if (reading.getEnergyCounterWh() != null) {
      holder.setEnergyCounterWh(reading.getEnergyCounterWh());
    }
    if (reading.getSequence() != null) {
      holder.setSequence(reading.getSequence());
    }
    return holder;
  }

  private void ensureRoom(int deviceIdLength) {
    int most = MOST_WITHOUT_DEVICE_ID + deviceIdLength;
    if (buffer.length < most) {
      buffer = new byte[most];
    }
  }

  // The fields of the current schema, in its order. A test holds it against Avro's own encoder.
  private void writeBody(DecodedReading reading) {
    int idLength = reading.deviceIdLength();
    putLong(idLength);
    System.arraycopy(
        reading.deviceIdBuffer(), reading.deviceIdOffset(), buffer, position, idLength);
    position += idLength;
    putLong(reading.userId());
    putLong(reading.deviceTypeCode());
    putLong(reading.eventTimeMillis());
    putDouble(reading.powerWatts());
    putOptional(reading.hasPowerFactor(), reading.powerFactor());
    putOptional(reading.hasVoltageVolts(), reading.voltageVolts());
    putOptional(reading.hasEnergyCounterWh(), reading.energyCounterWh());
    if (reading.hasSequence()) {
      putLong(1);
      putLong(reading.sequence());
    } else {
      putLong(0);
    }
  }

  private void putOptional(boolean present, double value) {
    putLong(present ? 1 : 0);
    if (present) {
      putDouble(value);
    }
  }

  private void putDouble(double value) {
    LONGS.set(buffer, position, Double.doubleToRawLongBits(value));
    position += Long.BYTES;
  }

  private void putLong(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7fL) != 0) {
      buffer[position++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    buffer[position++] = (byte) zigzag;
  }
}
